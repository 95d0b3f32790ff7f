// SPDX-License-Identifier: Apache-2.0
//
// One function a class of papers: what a paper of it says, from the content of one seed.
// sample_classes.cpp lists them.
#pragma once

#include "samples/card_paper.h"
#include "samples/content/sample_content.h"
#include "samples/form_paper.h"
#include "samples/official_paper.h"

namespace sohoa {

// administrative_papers.cpp: papers that decide or tell.
OfficialPaper ResolutionOf(SampleContent& content);  // NQ
OfficialPaper DecisionOf(SampleContent& content);    // QĐ
OfficialPaper DirectiveOf(SampleContent& content);   // CT
OfficialPaper StatuteOf(SampleContent& content);     // QC
OfficialPaper NoticeOf(SampleContent& content);      // TB
OfficialPaper GuidanceOf(SampleContent& content);    // HD
OfficialPaper ProgrammeOf(SampleContent& content);   // CTr
OfficialPaper PlanOf(SampleContent& content);        // KH
OfficialPaper SchemeOf(SampleContent& content);      // ĐA
OfficialPaper ReportOf(SampleContent& content);      // BC

// correspondence_papers.cpp: papers that somebody is handed or sent.
OfficialPaper MinutesOf(SampleContent& content);         // BB
OfficialPaper ProposalOf(SampleContent& content);        // TTr
OfficialPaper LetterOf(SampleContent& content);          // CV
OfficialPaper TelegramOf(SampleContent& content);        // CĐ
OfficialPaper AuthorizationOf(SampleContent& content);   // GUQ
OfficialPaper InvitationOf(SampleContent& content);      // GM
OfficialPaper IntroductionOf(SampleContent& content);    // GGT
OfficialPaper ForwardingSlipOf(SampleContent& content);  // PC

// normative_papers.cpp
OfficialPaper LawOf(SampleContent& content);                    // B01
OfficialPaper DecreeOf(SampleContent& content);                 // B04
OfficialPaper PrimeMinisterDecisionOf(SampleContent& content);  // B05
OfficialPaper CircularOf(SampleContent& content);               // B06
OfficialPaper JointCircularOf(SampleContent& content);          // B07
OfficialPaper CouncilResolutionOf(SampleContent& content);      // B08
OfficialPaper CommitteeDecisionOf(SampleContent& content);      // B09

// counter_forms.cpp
FormPaper ReceiptOf(SampleContent& content);         // C01
FormPaper SupplementSlipOf(SampleContent& content);  // C02
FormPaper RefusalSlipOf(SampleContent& content);     // C03
FormPaper ApologyOf(SampleContent& content);         // C04
FormPaper ControlSlipOf(SampleContent& content);     // C05
FormPaper RegisterOf(SampleContent& content);        // C06

// person_papers.cpp
FormPaper DeclarationOf(SampleContent& content);          // D01
FormPaper PetitionOf(SampleContent& content);             // D02
FormPaper BirthCertificateOf(SampleContent& content);     // D03
FormPaper MarriageCertificateOf(SampleContent& content);  // D04
FormPaper MaritalStatusOf(SampleContent& content);        // D05
FormPaper DeathExtractOf(SampleContent& content);         // D06

// confirmation_papers.cpp
FormPaper ResidenceOf(SampleContent& content);            // D10
FormPaper CriminalRecordOf(SampleContent& content);       // D18
FormPaper DiplomaOf(SampleContent& content);              // D19

// identity_card_paper.cpp
CardPaper IdentityCardOf(SampleContent& content);         // D07

// property_papers.cpp
FormPaper LandCertificateOf(SampleContent& content);      // D11
FormPaper LandApplicationOf(SampleContent& content);      // D12
FormPaper LandContractOf(SampleContent& content);         // D13
FormPaper BuildingPermitOf(SampleContent& content);       // D15
FormPaper BusinessCertificateOf(SampleContent& content);  // D16

// money_papers.cpp
FormPaper FeeReceiptOf(SampleContent& content);           // D23
FormPaper InvoiceOf(SampleContent& content);              // D24
FormPaper ContractOf(SampleContent& content);             // HĐ

// bundle_pages.cpp
FormPaper AppendixOf(SampleContent& content);      // E01
FormPaper CoverOf(SampleContent& content);         // E02
FormPaper ContentsOf(SampleContent& content);      // E03
FormPaper BlankOf(SampleContent& content);         // E04
FormPaper ContinuationOf(SampleContent& content);  // E06

// other_papers.cpp
FormPaper OtherOf(SampleContent& content);  // other

}  // namespace sohoa
