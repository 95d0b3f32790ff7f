// SPDX-License-Identifier: Apache-2.0
#include "samples/sample_classes.h"

#include <algorithm>
#include <utility>

namespace sohoa {
namespace {

std::vector<SampleClass> MakeSampleClasses() {
  return {
      {"NQ", "nghi-quyet", ResolutionOf},
      {"QĐ", "quyet-dinh", DecisionOf},
      {"CT", "chi-thi", DirectiveOf},
      {"QC", "quy-che", StatuteOf},
      {"TB", "thong-bao", NoticeOf},
      {"HD", "huong-dan", GuidanceOf},
      {"CTr", "chuong-trinh", ProgrammeOf},
      {"KH", "ke-hoach", PlanOf},
      {"ĐA", "de-an", SchemeOf},
      {"BC", "bao-cao", ReportOf},
      {"BB", "bien-ban", MinutesOf},
      {"TTr", "to-trinh", ProposalOf},
      {"HĐ", "hop-dong", ContractOf},
      {"CV", "cong-van", LetterOf},
      {"CĐ", "cong-dien", TelegramOf},
      {"GUQ", "giay-uy-quyen", AuthorizationOf},
      {"GM", "giay-moi", InvitationOf},
      {"GGT", "giay-gioi-thieu", IntroductionOf},
      {"PC", "phieu-chuyen", ForwardingSlipOf},

      {"B01", "luat", LawOf},
      {"B04", "nghi-dinh", DecreeOf},
      {"B05", "quyet-dinh-thu-tuong", PrimeMinisterDecisionOf},
      {"B06", "thong-tu", CircularOf},
      {"B07", "thong-tu-lien-tich", JointCircularOf},
      {"B08", "nghi-quyet-hdnd", CouncilResolutionOf},
      {"B09", "quyet-dinh-ubnd", CommitteeDecisionOf},

      {"C01", "giay-tiep-nhan", ReceiptOf},
      {"C02", "phieu-bo-sung", SupplementSlipOf},
      {"C03", "phieu-tu-choi", RefusalSlipOf},
      {"C04", "phieu-xin-loi", ApologyOf},
      {"C05", "phieu-kiem-soat", ControlSlipOf},
      {"C06", "so-theo-doi", RegisterOf},

      {"D01", "to-khai", DeclarationOf},
      {"D02", "don-de-nghi", PetitionOf},
      {"D03", "giay-khai-sinh", BirthCertificateOf},
      {"D04", "ket-hon", MarriageCertificateOf},
      {"D05", "tinh-trang-hon-nhan", MaritalStatusOf},
      {"D06", "trich-luc-khai-tu", DeathExtractOf},
      {"D07", "can-cuoc", IdentityCardOf},
      {"D10", "cu-tru", ResidenceOf},
      {"D11", "quyen-su-dung-dat", LandCertificateOf},
      {"D12", "don-dat-dai", LandApplicationOf},
      {"D13", "hop-dong-dat", LandContractOf},
      {"D15", "giay-phep-xay-dung", BuildingPermitOf},
      {"D16", "doanh-nghiep", BusinessCertificateOf},
      {"D18", "ly-lich-tu-phap", CriminalRecordOf},
      {"D19", "van-bang", DiplomaOf},
      {"D23", "bien-lai", FeeReceiptOf},
      {"D24", "hoa-don", InvoiceOf},

      {"E01", "phu-luc", AppendixOf},
      {"E02", "bia-ho-so", CoverOf},
      {"E03", "muc-luc", ContentsOf},
      {"E04", "trang-trang", BlankOf},
      {"E06", "trang-tiep", ContinuationOf},
      {"other", "khac", OtherOf},
  };
}

struct Drawing {
  SampleContent content;
  const DrawOptions& options;
  const SamplePageSink& sink;

  Result<SampleTruth> operator()(SampleClass::Official paper_of) {
    OfficialPaper paper = paper_of(content);
    if (Status status = DrawPaper(paper, options, sink); !status.ok()) return status;
    return std::move(paper.truth);
  }
  Result<SampleTruth> operator()(SampleClass::Form form_of) {
    FormPaper form = form_of(content);
    if (Status status = DrawForm(form, options, sink); !status.ok()) return status;
    return std::move(form.truth);
  }
  Result<SampleTruth> operator()(SampleClass::Card card_of) {
    CardPaper card = card_of(content);
    if (Status status = DrawCard(card, options, sink); !status.ok()) return status;
    return std::move(card.truth);
  }
};

}  // namespace

const std::vector<SampleClass>& SampleClasses() {
  static const std::vector<SampleClass> classes = MakeSampleClasses();
  return classes;
}

const SampleClass* FindSampleClass(std::string_view code) {
  const auto& classes = SampleClasses();
  const auto found = std::find_if(classes.begin(), classes.end(),
                                  [&](const SampleClass& one) { return one.code == code; });
  return found == classes.end() ? nullptr : &*found;
}

Result<SampleTruth> DrawClass(const SampleClass& one, std::uint64_t paper_seed,
                              const DrawOptions& options, const SamplePageSink& sink) {
  if (Status status = CheckDrawOptions(options); !status.ok()) return status;
  return std::visit(Drawing{SampleContent(paper_seed), options, sink}, one.paper);
}

}  // namespace sohoa
