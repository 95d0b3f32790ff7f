// SPDX-License-Identifier: Apache-2.0
#include "documents/procedures/supplement_request.h"

#include "core/vietnamese.h"
#include "documents/procedures/completeness_words.h"
#include "documents/procedures/paper.h"

namespace sohoa {
namespace {

constexpr const char* kDots = "........................................";

std::string OrDots(const std::string& text) { return text.empty() ? kDots : text; }

SupplementItem ItemOf(const PaperCheck& check) {
  const ReasonWords& words = WordsOfReason(check.reason);
  SupplementItem item;
  item.name = check.name;
  item.reason = std::string(words.vietnamese);
  if (check.reason == "too_few") {
    item.reason += " (cần " + std::to_string(check.needed) + ", đã có " + std::to_string(check.found) + ")";
  }
  item.to_do = std::string(words.to_do_vietnamese);
  item.originals = check.originals;
  item.certified_copies = check.certified_copies;
  item.copies = check.copies;
  return item;
}

// What somebody wrote of the applicant, where it needs nobody to look at it.
std::string FirstSettled(const Dossier& dossier, const char* code) {
  for (const Document& document : dossier.documents) {
    std::string value = SettledValue(document, code);
    if (!value.empty()) return value;
  }
  return std::string();
}

Status NothingToAsk(const std::string& code, const std::string& why) {
  return Status(StatusCode::kConflict, "draft a supplement request for dossier " + code + ": " + why);
}

// "ngày 05 tháng 10 năm 2026": days below 10 and months 1 and 2 are padded (Decree 30/2020/NĐ-CP).
std::string DayInWords(const std::string& day) {
  std::string month = day.substr(5, 2);
  if (month > "02" && month[0] == '0') month.erase(0, 1);
  return "ngày " + day.substr(8, 2) + " tháng " + month + " năm " + day.substr(0, 4);
}

std::string CountText(std::uint32_t count) { return count == 0 ? std::string() : std::to_string(count); }

std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string TableRow(std::size_t number, const SupplementItem& item) {
  return "<tr><td class=\"c\">" + std::to_string(number) + "</td><td>" + Escaped(item.name) + "<br><i>Lý do: " + Escaped(item.reason) +
         ".</i></td><td class=\"c\">" + CountText(item.originals) + "</td><td class=\"c\">" + CountText(item.certified_copies) +
         "</td><td class=\"c\">" + CountText(item.copies) + "</td></tr>\n";
}

constexpr const char* kStyle = R"css(
@page { size: A4; margin: 20mm 15mm 20mm 30mm; }
body { font: 13pt/1.4 "Times New Roman", "Liberation Serif", serif; max-width: 165mm; margin: 10mm auto; }
.head { display: flex; justify-content: space-between; text-align: center; }
.head p, p { margin: 0 0 4pt 0; }
h1 { font-size: 14pt; text-align: center; margin: 14pt 0 10pt 0; }
table { border-collapse: collapse; width: 100%; margin: 6pt 0; }
td, th { border: 1px solid #000; padding: 3pt 5pt; vertical-align: top; }
.c { text-align: center; }
.sign { text-align: center; margin: 14pt 0 0 50%; }
.draft { color: #b00; border: 1px solid #b00; padding: 4pt 8pt; font: 11pt sans-serif; margin-bottom: 8mm; }
@media print { .draft { display: none; } body { margin: 0; max-width: none; } }
)css";

std::string DraftNotice(const SupplementRequest& request) {
  std::string notice = "<div class=\"draft\"><p><b>DỰ THẢO</b> do phần mềm lập từ kết quả kiểm tra thành phần hồ sơ. Cán bộ phải kiểm tra, "
                       "sửa ngay trên trang này rồi mới in; khung này không in ra.</p>\n";
  if (!request.procedure_verified) {
    notice += "<p>Thành phần hồ sơ của thủ tục này trong danh mục chưa được đối chiếu với quyết định công bố.</p>\n";
  }
  for (const SupplementItem& item : request.to_see) {
    notice += "<p>Cần xem trước: " + Escaped(item.name) + ": " + Escaped(item.reason) + "; " + Escaped(item.to_do) + ".</p>\n";
  }
  return notice + "</div>\n";
}

std::string HtmlHead(const SupplementRequest& request) {
  std::string left = request.superior.empty() ? std::string() : "<p>" + Escaped(ToUpper(request.superior)) + "</p>";
  left += "<p><b>" + Escaped(ToUpper(OrDots(request.agency))) + "</b></p><p><b>" + Escaped(ToUpper(request.office)) + "</b></p>";
  return "<div class=\"head\"><div>" + left + "<p>Số: ......./HDHS</p></div>\n<div><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p>"
         "<p><b>Độc lập - Tự do - Hạnh phúc</b></p><p><i>" + Escaped(request.place.empty() ? "............" : request.place) + ", " +
         DayInWords(request.day) + "</i></p></div></div>\n";
}

}  // namespace

Result<SupplementRequest> DraftSupplementRequest(const Dossier& dossier, const AgencyDefaults& agency, const std::string& day) {
  const Completeness& found = dossier.completeness;
  if (found.state == CompletenessState::kUnchecked) {
    const ReasonWords& words = WordsOfReason(found.unchecked_reason);
    return NothingToAsk(dossier.head.code, words.code.empty() ? "its completeness was not checked when this version was committed"
                                                              : "its completeness was not checked: " + std::string(words.english) + "; " +
                                                                    std::string(words.to_do_english));
  }
  SupplementRequest request;
  for (const PaperCheck& check : found.papers) {
    switch (check.state) {
      case PaperState::kMissing:
      case PaperState::kExpired:
      case PaperState::kIllegible: request.items.push_back(ItemOf(check)); break;
      case PaperState::kNeedsLook: request.to_see.push_back(ItemOf(check)); break;
      case PaperState::kPresent:
      case PaperState::kNotProvided: break;
    }
  }
  if (request.items.empty()) {
    return NothingToAsk(dossier.head.code, request.to_see.empty() ? "nothing is missing"
                                                                  : "nothing is certainly missing; look at what is uncertain first (sohoa show)");
  }
  request.superior = agency.superior;
  request.agency = agency.name;
  request.office = agency.office;
  request.place = agency.place;
  request.contact = agency.contact;
  request.day = day;
  request.dossier = dossier.head.code;
  request.applicant = dossier.head.applicant.empty() ? FirstSettled(dossier, "applicant_name") : dossier.head.applicant;
  request.address = FirstSettled(dossier, "address");
  request.phone = FirstSettled(dossier, "phone");
  request.email = FirstSettled(dossier, "email");
  request.procedure = found.procedure.name;
  request.procedure_code = found.procedure.code;
  request.procedure_verified = found.procedure.verified;
  return request;
}

std::string SupplementRequestText(const SupplementRequest& request) {
  std::string text = "DỰ THẢO - cán bộ kiểm tra trước khi gửi\n";
  if (!request.procedure_verified) text += "(thành phần hồ sơ trong danh mục chưa được đối chiếu với quyết định công bố)\n";
  text += "\n" + OrDots(request.agency) + "\n" + request.office + "\nSố: ......./HDHS\n" +
          (request.place.empty() ? "............" : request.place) + ", " + DayInWords(request.day) + "\n\n" +
          "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ\n\n" + "Mã hồ sơ: " + request.dossier + "\nHồ sơ của: " + OrDots(request.applicant) +
          "\nNội dung yêu cầu giải quyết: " + request.procedure + " (" + request.procedure_code + ")\nĐịa chỉ: " + OrDots(request.address) +
          "\nSố điện thoại: " + OrDots(request.phone) + "  Email: " + OrDots(request.email) +
          "\n\nYêu cầu hoàn thiện hồ sơ gồm những nội dung như sau:\n";
  for (std::size_t i = 0; i < request.items.size(); ++i) {
    const SupplementItem& item = request.items[i];
    text += std::to_string(i + 1) + ". " + item.name;
    if (item.originals > 0) text += "; bản chính: " + CountText(item.originals);
    if (item.certified_copies > 0) text += "; bản sao chứng thực: " + CountText(item.certified_copies);
    if (item.copies > 0) text += "; bản chụp: " + CountText(item.copies);
    text += "\n   Lý do: " + item.reason + "\n";
  }
  for (const SupplementItem& item : request.to_see) text += "[cần xem trước] " + item.name + ": " + item.reason + "; " + item.to_do + "\n";
  if (!request.contact.empty()) text += "\nLiên hệ: " + request.contact + "\n";
  return text + "\nNGƯỜI HƯỚNG DẪN\n(Ký và ghi rõ họ tên)\n";
}

std::string SupplementRequestHtml(const SupplementRequest& request) {
  std::string rows;
  for (std::size_t i = 0; i < request.items.size(); ++i) rows += TableRow(i + 1, request.items[i]);
  const std::string contact = request.contact.empty() ? kDots : request.contact;
  return "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ " +
         Escaped(request.dossier) + "</title><style>" + kStyle + "</style></head>\n<body>\n" + DraftNotice(request) +
         "<div contenteditable=\"true\">\n" + HtmlHead(request) + "<h1>PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ</h1>\n<p>Mã hồ sơ: " +
         Escaped(request.dossier) + "</p>\n<p>Hồ sơ của: " + Escaped(OrDots(request.applicant)) + "</p>\n<p>Nội dung yêu cầu giải quyết: " +
         Escaped(request.procedure) + " (" + Escaped(request.procedure_code) + ")</p>\n<p>Địa chỉ: " + Escaped(OrDots(request.address)) +
         "</p>\n<p>Số điện thoại: " + Escaped(OrDots(request.phone)) + " &nbsp; Email: " + Escaped(OrDots(request.email)) +
         "</p>\n<p>Yêu cầu hoàn thiện hồ sơ gồm những nội dung như sau:</p>\n<table><tr><th>TT</th><th>Thành phần</th><th>Bản chính</th>"
         "<th>Bản chứng thực</th><th>Bản photo</th></tr>\n" + rows + "</table>\n<p>Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, "
         "Ông/Bà liên hệ: " + Escaped(contact) + ".</p>\n<div class=\"sign\"><p><b>NGƯỜI HƯỚNG DẪN</b></p><p><i>(Ký và ghi rõ họ tên)</i></p></div>\n"
         "</div>\n</body></html>\n";
}

}  // namespace sohoa
