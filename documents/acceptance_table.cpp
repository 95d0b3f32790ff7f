// SPDX-License-Identifier: Apache-2.0
//
// Made by training/calibrate_fields.py; do not edit.
#include "documents/acceptance.h"

namespace sohoa {
namespace {

constexpr CalibrationPoint kAddress[] = {{0.000000, 0.0000}, {0.236954, 0.6429}, {0.440669, 0.7500}, {0.566252, 0.8220}, {0.659847, 0.8814}, {0.761248, 0.9029}, {0.843324, 0.9382}, {0.912199, 0.9470}, {0.959756, 0.9531}, {0.970361, 0.9531}, {0.980444, 0.9802}, {0.987391, 0.9862}, {0.996529, 0.9961}, {0.999104, 0.9984}, {0.999284, 0.9997}};
constexpr CalibrationPoint kAddressee[] = {{0.000000, 0.0000}, {0.777642, 0.9286}, {0.996927, 0.9951}, {0.999357, 0.9982}};
constexpr CalibrationPoint kAmount[] = {{0.000000, 0.0000}, {0.794710, 0.9286}, {0.996219, 0.9998}};
constexpr CalibrationPoint kAmountInWords[] = {{0.000000, 0.0000}, {0.986450, 0.9998}};
constexpr CalibrationPoint kApplicantName[] = {{0.000000, 0.0000}, {0.289580, 0.9348}, {0.684387, 0.9539}, {0.938844, 0.9789}, {0.995958, 0.9955}, {0.999364, 0.9998}};
constexpr CalibrationPoint kAttachedTo[] = {{0.000000, 0.0000}, {0.879605, 0.7857}, {0.985417, 0.9286}, {0.997763, 0.9991}};
constexpr CalibrationPoint kBirthDate[] = {{0.000000, 0.0000}, {0.502507, 0.8810}, {0.750182, 0.9286}, {0.998652, 0.9998}};
constexpr CalibrationPoint kBirthPlace[] = {{0.000000, 0.0000}, {0.514544, 0.7857}, {0.985041, 0.9996}};
constexpr CalibrationPoint kBusinessCode[] = {{0.000000, 0.0000}, {0.998318, 0.9992}};
constexpr CalibrationPoint kBusinessName[] = {{0.000000, 0.0000}, {0.861767, 0.7963}, {0.975902, 0.9352}, {0.990458, 0.9776}, {0.991916, 0.9918}, {0.992212, 0.9991}};
constexpr EvidenceWeights kBusinessNameEvidence{-3.5183, 7.0856, 1.2903, -3.4448, -0.8481, 0.0000};
constexpr CalibrationPoint kCapital[] = {{0.000000, 0.0000}, {0.992581, 0.9992}};
constexpr CalibrationPoint kCertificateSerial[] = {{0.000000, 0.0000}, {0.701663, 0.5952}, {0.997989, 0.9991}};
constexpr CalibrationPoint kCodeNotation[] = {{0.000000, 0.0000}, {0.624341, 0.7857}, {0.997346, 0.9999}};
constexpr CalibrationPoint kComponents[] = {{0.000000, 0.0000}, {0.579342, 0.5000}, {0.900622, 0.7237}, {0.936910, 0.9286}, {0.961835, 0.9553}, {0.970902, 0.9688}, {0.986078, 0.9948}, {0.993729, 0.9990}};
constexpr EvidenceWeights kComponentsEvidence{-23.4565, 25.1006, 3.4480, -7.3926, -3.7768, -7.6527};
constexpr CalibrationPoint kDeathDate[] = {{0.000000, 0.0000}, {0.997396, 0.9992}};
constexpr CalibrationPoint kDossierCode[] = {{0.000000, 0.0000}, {0.784548, 0.8810}, {0.988929, 0.9997}};
constexpr CalibrationPoint kDossierCount[] = {{0.000000, 0.0000}, {0.991413, 0.9996}};
constexpr CalibrationPoint kDueAt[] = {{0.000000, 0.0000}, {0.632945, 0.9671}, {0.994798, 0.9996}};
constexpr CalibrationPoint kEmail[] = {{0.000000, 0.0000}, {0.438958, 0.9107}, {0.970438, 0.9963}, {0.997016, 0.9996}};
constexpr CalibrationPoint kEndDate[] = {{0.000000, 0.0000}, {0.997027, 0.9992}};
constexpr CalibrationPoint kEthnicity[] = {{0.000000, 0.0000}, {0.625196, 0.7321}, {0.958756, 0.8810}, {0.999449, 0.9998}};
constexpr CalibrationPoint kExpiryDate[] = {{0.000000, 0.0000}, {0.728681, 0.7857}, {0.997347, 0.9991}};
constexpr CalibrationPoint kFatherName[] = {{0.000000, 0.0000}, {0.805822, 0.8810}, {0.993252, 0.9464}, {0.999215, 0.9991}};
constexpr CalibrationPoint kFileNumber[] = {{0.000000, 0.0000}, {0.999052, 0.9992}};
constexpr CalibrationPoint kFirstRegistered[] = {{0.000000, 0.0000}, {0.995317, 0.9992}};
constexpr CalibrationPoint kFondsNumber[] = {{0.000000, 0.0000}, {0.999685, 0.9992}};
constexpr CalibrationPoint kGrade[] = {{0.000000, 0.0000}, {0.906823, 0.7857}, {0.986746, 0.9678}, {0.988089, 0.9988}};
constexpr EvidenceWeights kGradeEvidence{-5.4480, 8.1751, 1.7017, -4.2443, 0.0000, 0.0000};
constexpr CalibrationPoint kHandlingAgency[] = {{0.000000, 0.0000}, {0.995829, 0.9992}};
constexpr CalibrationPoint kHometown[] = {{0.000000, 0.0000}, {0.391020, 0.8043}, {0.714518, 0.9226}, {0.854073, 0.9239}, {0.901296, 0.9286}, {0.936686, 0.9470}, {0.977049, 0.9559}, {0.996871, 0.9908}, {0.999182, 0.9991}};
constexpr CalibrationPoint kHusbandName[] = {{0.000000, 0.0000}, {0.819268, 0.6905}, {0.980560, 0.9318}, {0.996067, 0.9634}, {0.998887, 0.9866}, {0.999400, 0.9961}, {0.999898, 0.9961}};
constexpr CalibrationPoint kIdentityIssuedDate[] = {{0.000000, 0.0000}, {0.709174, 0.7857}, {0.997706, 0.9991}};
constexpr CalibrationPoint kIdentityNumber[] = {{0.000000, 0.0000}, {0.992889, 0.9998}};
constexpr CalibrationPoint kInventoryNumber[] = {{0.000000, 0.0000}, {0.999384, 0.9992}};
constexpr CalibrationPoint kInvoiceNumber[] = {{0.000000, 0.0000}, {0.998836, 0.9992}};
constexpr CalibrationPoint kInvoiceSign[] = {{0.000000, 0.0000}, {0.791289, 0.8810}, {0.996323, 0.9991}};
constexpr CalibrationPoint kLandAddress[] = {{0.000000, 0.0000}, {0.578274, 0.7609}, {0.846895, 0.8944}, {0.980875, 0.9286}, {0.996621, 0.9935}, {0.999153, 0.9979}};
constexpr CalibrationPoint kLandParcel[] = {{0.000000, 0.0000}, {0.997246, 0.9996}};
constexpr CalibrationPoint kLegalBases[] = {{0.000000, 0.0000}, {0.994386, 0.9993}};
constexpr CalibrationPoint kMapSheet[] = {{0.000000, 0.0000}, {0.999218, 0.9996}};
constexpr CalibrationPoint kMotherName[] = {{0.000000, 0.0000}, {0.693492, 0.8333}, {0.998862, 0.9992}};
constexpr CalibrationPoint kNationality[] = {{0.000000, 0.0000}, {0.494131, 0.9286}, {0.997345, 0.9998}};
constexpr CalibrationPoint kOrganName[] = {{0.000000, 0.0000}, {0.798067, 0.4048}, {0.916838, 0.8333}, {0.957447, 0.9245}, {0.972055, 0.9423}, {0.979823, 0.9607}, {0.989231, 0.9766}, {0.994155, 0.9921}, {0.997661, 0.9934}, {0.998711, 0.9943}, {0.999097, 0.9969}, {0.999535, 0.9983}, {0.999768, 0.9995}};
constexpr CalibrationPoint kOrganSuperior[] = {{0.000000, 0.0000}, {0.893917, 0.7857}, {0.936493, 0.8478}, {0.954235, 0.8828}, {0.975857, 0.9250}, {0.986311, 0.9605}, {0.992968, 0.9888}, {0.998424, 0.9927}, {0.999287, 0.9979}, {0.999653, 0.9988}};
constexpr CalibrationPoint kOwnerName[] = {{0.000000, 0.0000}, {0.883542, 0.9286}, {0.994545, 0.9853}, {0.999216, 0.9990}};
constexpr CalibrationPoint kPartnerAgency[] = {{0.000000, 0.0000}, {0.835460, 0.8810}, {0.999063, 0.9991}};
constexpr CalibrationPoint kPartyA[] = {{0.000000, 0.0000}, {0.689023, 0.7857}, {0.967371, 0.9875}, {0.999075, 0.9995}};
constexpr CalibrationPoint kPartyB[] = {{0.000000, 0.0000}, {0.808555, 0.8500}, {0.996749, 0.9966}, {0.999307, 0.9993}};
constexpr CalibrationPoint kPhone[] = {{0.000000, 0.0000}, {0.988717, 0.9998}};
constexpr CalibrationPoint kPlace[] = {{0.000000, 0.0000}, {0.489729, 0.8194}, {0.693319, 0.9148}, {0.852243, 0.9631}, {0.976494, 0.9975}, {0.999184, 0.9997}, {0.999815, 0.9998}};
constexpr CalibrationPoint kProcedureCode[] = {{0.000000, 0.0000}, {0.986310, 0.9993}};
constexpr CalibrationPoint kProcessingTime[] = {{0.000000, 0.0000}, {0.984027, 0.9996}};
constexpr CalibrationPoint kReason[] = {{0.000000, 0.0000}, {0.467592, 0.8810}, {0.992365, 0.9996}};
constexpr CalibrationPoint kReceiptNumber[] = {{0.000000, 0.0000}, {0.998344, 0.9992}};
constexpr CalibrationPoint kReceivedAt[] = {{0.000000, 0.0000}, {0.491008, 0.8469}, {0.977486, 0.9996}};
constexpr CalibrationPoint kRecipients[] = {{0.000000, 0.0000}, {0.794902, 0.8953}, {0.906964, 0.9431}, {0.964281, 0.9847}, {0.991943, 0.9874}, {0.998952, 0.9997}};
constexpr CalibrationPoint kRegisterEntry[] = {{0.000000, 0.0000}, {0.996810, 0.9996}};
constexpr CalibrationPoint kRegisterNumber[] = {{0.000000, 0.0000}, {0.989639, 0.9996}};
constexpr CalibrationPoint kRegisterVolume[] = {{0.000000, 0.0000}, {0.986562, 0.9996}};
constexpr CalibrationPoint kRegisteredDate[] = {{0.000000, 0.0000}, {0.997959, 0.9996}};
constexpr CalibrationPoint kRegistrationOffice[] = {{0.000000, 0.0000}, {0.571579, 0.9219}, {0.722890, 0.9286}, {0.901007, 0.9628}, {0.997300, 0.9958}, {0.999320, 0.9991}};
constexpr CalibrationPoint kRepresentativeName[] = {{0.000000, 0.0000}, {0.890046, 0.8810}, {0.998881, 0.9991}};
constexpr CalibrationPoint kRequest[] = {{0.000000, 0.0000}, {0.484459, 0.9286}, {0.871390, 0.9861}, {0.998856, 0.9996}};
constexpr CalibrationPoint kResultPlace[] = {{0.000000, 0.0000}, {0.951903, 0.9965}, {0.999371, 0.9994}};
constexpr CalibrationPoint kRetention[] = {{0.000000, 0.0000}, {0.998727, 0.9992}};
constexpr CalibrationPoint kSex[] = {{0.000000, 0.0000}, {0.996725, 0.9998}};
constexpr CalibrationPoint kSheetCount[] = {{0.000000, 0.0000}, {0.999613, 0.9992}};
constexpr CalibrationPoint kSignerName[] = {{0.000000, 0.0000}, {0.278785, 0.6176}, {0.612650, 0.7269}, {0.743046, 0.9350}, {0.847735, 0.9674}, {0.994652, 0.9982}, {0.999144, 0.9982}, {0.999484, 0.9985}, {0.999783, 0.9997}};
constexpr CalibrationPoint kSignerPosition[] = {{0.000000, 0.0000}, {0.922902, 0.9912}, {0.998034, 0.9994}, {0.999567, 0.9999}};
constexpr CalibrationPoint kStartDate[] = {{0.000000, 0.0000}, {0.997888, 0.9992}};
constexpr CalibrationPoint kSubject[] = {{0.000000, 0.0000}, {0.962665, 0.9000}, {0.999333, 0.9998}};
constexpr CalibrationPoint kSubjectName[] = {{0.000000, 0.0000}, {0.457457, 0.8333}, {0.774130, 0.8750}, {0.944277, 0.9366}, {0.997007, 0.9930}, {0.999434, 0.9997}};
constexpr CalibrationPoint kTaxCode[] = {{0.000000, 0.0000}, {0.998261, 0.9996}};
constexpr CalibrationPoint kType[] = {{0.000000, 0.0000}, {0.957631, 1.0000}};
constexpr CalibrationPoint kUrgency[] = {{0.000000, 0.0000}, {1.000000, 0.9995}};
constexpr CalibrationPoint kWifeName[] = {{0.000000, 0.0000}, {0.996057, 0.9286}, {0.996641, 0.9858}, {0.996698, 0.9989}};
constexpr EvidenceWeights kWifeNameEvidence{4.2434, 1.3072, 0.1628, -0.8507, -0.7245, 0.0000};

constexpr Calibration kCalibrations[] = {
    {"address", 0.5100, kAddress},
    {"addressee", 0.5100, kAddressee},
    {"amount", 0.5100, kAmount},
    {"amount_in_words", 0.5100, kAmountInWords},
    {"applicant_name", 0.5100, kApplicantName},
    {"attached_to", 0.9013, kAttachedTo},
    {"birth_date", 0.5100, kBirthDate},
    {"birth_place", 0.5100, kBirthPlace},
    {"business_code", 0.5100, kBusinessCode},
    {"business_name", 0.9881, kBusinessName, &kBusinessNameEvidence},
    {"capital", 0.5100, kCapital},
    {"certificate_serial", 0.5100, kCertificateSerial},
    {"code_notation", 0.5100, kCodeNotation},
    {"components", 0.9659, kComponents, &kComponentsEvidence},
    {"death_date", 0.5100, kDeathDate},
    {"dossier_code", 0.5100, kDossierCode},
    {"dossier_count", 0.5100, kDossierCount},
    {"due_at", 0.5100, kDueAt},
    {"email", 0.5100, kEmail},
    {"end_date", 0.5100, kEndDate},
    {"ethnicity", 0.5100, kEthnicity},
    {"expiry_date", 0.5100, kExpiryDate},
    {"father_name", 0.5100, kFatherName},
    {"file_number", 0.5100, kFileNumber},
    {"first_registered", 0.5100, kFirstRegistered},
    {"fonds_number", 0.5100, kFondsNumber},
    {"grade", 0.9843, kGrade, &kGradeEvidence},
    {"handling_agency", 0.5100, kHandlingAgency},
    {"hometown", 0.5100, kHometown},
    {"husband_name", 0.9750, kHusbandName},
    {"identity_issued_date", 0.5100, kIdentityIssuedDate},
    {"identity_number", 0.5100, kIdentityNumber},
    {"inventory_number", 0.5100, kInventoryNumber},
    {"invoice_number", 0.5100, kInvoiceNumber},
    {"invoice_sign", 0.5100, kInvoiceSign},
    {"land_address", 0.9264, kLandAddress},
    {"land_parcel", 0.5100, kLandParcel},
    {"legal_bases", 0.5100, kLegalBases},
    {"map_sheet", 0.5100, kMapSheet},
    {"mother_name", 0.5100, kMotherName},
    {"nationality", 0.5100, kNationality},
    {"organ_name", 0.5100, kOrganName},
    {"organ_superior", 0.5100, kOrganSuperior},
    {"owner_name", 0.5100, kOwnerName},
    {"partner_agency", 0.5100, kPartnerAgency},
    {"party_a", 0.5100, kPartyA},
    {"party_b", 0.5100, kPartyB},
    {"phone", 0.5100, kPhone},
    {"place", 0.5100, kPlace},
    {"procedure_code", 0.5100, kProcedureCode},
    {"processing_time", 0.5100, kProcessingTime},
    {"reason", 0.5100, kReason},
    {"receipt_number", 0.5100, kReceiptNumber},
    {"received_at", 0.5100, kReceivedAt},
    {"recipients", 0.9586, kRecipients},
    {"register_entry", 0.5100, kRegisterEntry},
    {"register_number", 0.5100, kRegisterNumber},
    {"register_volume", 0.5100, kRegisterVolume},
    {"registered_date", 0.5100, kRegisteredDate},
    {"registration_office", 0.9750, kRegistrationOffice},
    {"representative_name", 0.5100, kRepresentativeName},
    {"request", 0.5100, kRequest},
    {"result_place", 0.5100, kResultPlace},
    {"retention", 0.5100, kRetention},
    {"sex", 0.5100, kSex},
    {"sheet_count", 0.5100, kSheetCount},
    {"signer_name", 1.0100, kSignerName},
    {"signer_position", 0.5100, kSignerPosition},
    {"start_date", 0.5100, kStartDate},
    {"subject", 0.5100, kSubject},
    {"subject_name", 0.5100, kSubjectName},
    {"tax_code", 0.5100, kTaxCode},
    {"type", 0.5100, kType},
    {"urgency", 0.5100, kUrgency},
    {"wife_name", 0.9677, kWifeName, &kWifeNameEvidence},
};

}  // namespace

std::span<const Calibration> Calibrations() { return kCalibrations; }

}  // namespace sohoa
