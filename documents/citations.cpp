// SPDX-License-Identifier: Apache-2.0
#include "documents/citations.h"

#include <algorithm>
#include <array>
#include <utility>

#include <re2/re2.h>

#include "documents/document_classes.h"
#include "documents/document_code.h"
#include "documents/gazetteer.h"
#include "documents/vietnamese_dates.h"

namespace sohoa {
namespace {

// How far behind a number its date may begin, in letters: "… số 61/2018/NĐ-CP, ngày …".
constexpr std::size_t kDateReach = 8;
constexpr std::size_t kIssuerReach = 8;
constexpr std::size_t kLongestIssuer = 80;
// A date is looked for in so many letters: ", ngày 23 tháng 4 năm 2018".
constexpr std::size_t kDateLength = 40;
// Between a kind and its number stands "số"; between "Luật" and its number the law's name.
constexpr std::size_t kKindReach = 8;
constexpr std::size_t kLawNameReach = 90;

struct NamedIssuer {
  std::string_view part;  // of a notation
  std::string_view name;
};

// Bodies whose letters stand for them in every notation (Decree 30/2020 App. III; ministries by
// their own regulations, those merged in 2025 under the names that old papers carry).
constexpr std::array kNamedIssuers = {
    NamedIssuer{"CP", "Chính phủ"},
    NamedIssuer{"TTg", "Thủ tướng Chính phủ"},
    NamedIssuer{"CTN", "Chủ tịch nước"},
    NamedIssuer{"HĐTP", "Hội đồng Thẩm phán Tòa án nhân dân tối cao"},
    NamedIssuer{"VPCP", "Văn phòng Chính phủ"},
    NamedIssuer{"BNV", "Bộ Nội vụ"},
    NamedIssuer{"BTC", "Bộ Tài chính"},
    NamedIssuer{"BTP", "Bộ Tư pháp"},
    NamedIssuer{"BCA", "Bộ Công an"},
    NamedIssuer{"BQP", "Bộ Quốc phòng"},
    NamedIssuer{"BNG", "Bộ Ngoại giao"},
    NamedIssuer{"BYT", "Bộ Y tế"},
    NamedIssuer{"BGDĐT", "Bộ Giáo dục và Đào tạo"},
    NamedIssuer{"BCT", "Bộ Công Thương"},
    NamedIssuer{"BXD", "Bộ Xây dựng"},
    NamedIssuer{"BGTVT", "Bộ Giao thông vận tải"},
    NamedIssuer{"BTNMT", "Bộ Tài nguyên và Môi trường"},
    NamedIssuer{"BNNPTNT", "Bộ Nông nghiệp và Phát triển nông thôn"},
    NamedIssuer{"BNNMT", "Bộ Nông nghiệp và Môi trường"},
    NamedIssuer{"BKHĐT", "Bộ Kế hoạch và Đầu tư"},
    NamedIssuer{"BKHCN", "Bộ Khoa học và Công nghệ"},
    NamedIssuer{"BTTTT", "Bộ Thông tin và Truyền thông"},
    NamedIssuer{"BVHTTDL", "Bộ Văn hóa, Thể thao và Du lịch"},
    NamedIssuer{"BLĐTBXH", "Bộ Lao động - Thương binh và Xã hội"},
    NamedIssuer{"NHNN", "Ngân hàng Nhà nước Việt Nam"},
    NamedIssuer{"TTCP", "Thanh tra Chính phủ"},
    NamedIssuer{"UBDT", "Ủy ban Dân tộc"}};

// Kinds by the words in front of a number, longer ones first.
struct NamedKind {
  std::string_view folded;
  std::string_view name;
};
constexpr std::array kNamedKinds = {NamedKind{"thong tu lien tich", "Thông tư liên tịch"},
                                    NamedKind{"thong tu", "Thông tư"},
                                    NamedKind{"nghi dinh", "Nghị định"},
                                    NamedKind{"nghi quyet", "Nghị quyết"},
                                    NamedKind{"quyet dinh", "Quyết định"},
                                    NamedKind{"van ban hop nhat", "Văn bản hợp nhất"},
                                    NamedKind{"phap lenh", "Pháp lệnh"},
                                    NamedKind{"bo luat", "Bộ luật"},
                                    NamedKind{"luat", "Luật"},
                                    NamedKind{"lenh", "Lệnh"},
                                    NamedKind{"cong van", "Công văn"}};

bool BeginsKind(const std::string& ascii, std::size_t at) {
  return std::any_of(kNamedKinds.begin(), kNamedKinds.end(), [&](const NamedKind& kind) {
    return ascii.compare(at, kind.folded.size(), kind.folded) == 0;
  });
}

// "59/2020/QH14": the parts of notations of the Quốc hội carry its term.
std::string_view IssuerOfPart(std::string_view part) {
  const std::string_view letters = part.substr(0, part.find_first_of("0123456789"));
  if (letters == "QH") return "Quốc hội";
  if (letters == "UBTVQH") return "Ủy ban Thường vụ Quốc hội";
  for (const NamedIssuer& issuer : kNamedIssuers) {
    if (part == issuer.part) return issuer.name;
  }
  return {};
}

std::string_view KindOfNotation(const DocumentCode& code) {
  const std::string class_code = ClassOfCode(code);
  if (class_code == "B01" || class_code == "B02" || class_code == "B03") return {};
  if (class_code == "B05" || class_code == "B09") return "Quyết định";
  if (class_code == "B08") return "Nghị quyết";
  const std::vector<std::string> parts = NotationParts(code.notation);
  if (parts.front() == "NĐ") return "Nghị định";
  if (parts.front() == "TT") return "Thông tư";
  return class_code == "other" ? std::string_view() : DocumentClassLabel(class_code);
}

// The kind whose words stand last in front of the number, "số" between them or not. Only what
// the Quốc hội issues has a name between its kind and its number.
std::string_view KindInFront(const std::string& ascii, const DocumentCode& code, std::size_t from) {
  const bool of_assembly = code.notation.starts_with("QH") || code.notation.starts_with("UBTVQH");
  const std::size_t reach = of_assembly ? kLawNameReach : kKindReach;
  std::size_t nearest = 0;
  std::string_view kind;
  for (const NamedKind& named : kNamedKinds) {
    const std::size_t at = ascii.rfind(named.folded, code.number_begin);
    if (at == std::string::npos || at < from) continue;
    const std::size_t end = at + named.folded.size();
    if (end > code.number_begin || code.number_begin - end > reach || end <= nearest) continue;
    nearest = end;
    kind = named.name;
  }
  return kind;
}

// "của Chính phủ về ..." behind the date: up to a mark or the words of a subject.
std::string PrintedIssuer(const FoldedText& text, std::size_t from, std::size_t to) {
  const std::string& ascii = text.ascii();
  const std::size_t of = ascii.find("cua ", from);
  if (of == std::string::npos || of > from + kIssuerReach || of >= to) return {};
  const std::size_t begin = of + 4;
  std::size_t end = std::min(to, ascii.size());
  for (const char* stop : {" ve ", " quy dinh ", " huong dan ", " ban hanh ", " phe duyet ",
                           " sua doi ", " cong bo ", " v/v ", " va ", " do "}) {
    // "Bộ Giáo dục và Đào tạo" goes on behind its "và": with a capital.
    std::size_t at = ascii.find(stop, begin);
    const bool joins = std::string_view(stop) == " va ";
    while (joins && at != std::string::npos && text.Slice(at + 4, at + 5).UpperShare() > 0 &&
           !BeginsKind(ascii, at + 4)) {
      at = ascii.find(stop, at + 1);
    }
    if (at != std::string::npos) end = std::min(end, at);
  }
  const std::size_t mark = ascii.find_first_of(";:()\"", begin);
  if (mark != std::string::npos) end = std::min(end, mark);
  // A comma may stand inside a name ("Bộ Văn hóa, Thể thao và Du lịch"): only before a small
  // letter, or another document, it ends one.
  for (std::size_t comma = ascii.find(", ", begin); comma != std::string::npos && comma < end;
       comma = ascii.find(", ", comma + 1)) {
    const bool small = text.Slice(comma + 2, comma + 3).UpperShare() == 0;
    if (small || BeginsKind(ascii, comma + 2)) end = comma;
  }
  if (end <= begin || end - begin > kLongestIssuer) return {};
  std::string name = text.Original(begin, end);
  while (!name.empty() && std::string_view(" .,*'`_").find(name.back()) != std::string_view::npos)
    name.pop_back();
  return name;
}

// Date and issuer behind a reference that ends at `from`, in front of the next one.
void ReadWhatFollows(const FoldedText& text, std::size_t from, std::size_t to, Citation& citation) {
  std::size_t behind = from;
  const FoldedText rest = text.Slice(from, std::min(to, from + kDateLength));
  const auto date = FindAnyDate(rest);
  if (date && date->complete() && date->begin <= kDateReach + std::string_view("ngay ").size()) {
    citation.date = date->Edtf();
    behind = from + date->end;
  }
  citation.issuer = PrintedIssuer(text, behind, to);
  citation.issuer_printed = !citation.issuer.empty();
  if (citation.issuer_printed) return;
  citation.issuer = std::string(IssuerOfNotation(citation.notation));
  if (citation.issuer.empty() && (citation.kind == "Luật" || citation.kind == "Bộ luật")) {
    citation.issuer = "Quốc hội";
  }
}

// "Căn cứ Luật Xây dựng ngày 18 tháng 6 năm 2014": a law that is cited by its name.
std::vector<std::pair<std::size_t, Citation>> FindNamedLaws(const FoldedText& text) {
  static const RE2 named(
      R"((?:^|[^a-z])((bo luat|luat|phap lenh) [a-z?][a-z?, ]*?)(?:\s+(?:ngay|duoc|va cac|so\s?:?\s?\d|nam\s\d)|[;.:()0-9]|$))");
  std::vector<std::pair<std::size_t, Citation>> found;
  const std::string& ascii = text.ascii();
  re2::StringPiece rest(ascii);
  re2::StringPiece name;
  re2::StringPiece kind;
  while (RE2::FindAndConsume(&rest, named, &name, &kind)) {
    const auto begin = static_cast<std::size_t>(name.data() - ascii.data());
    const auto end = begin + name.size();
    const std::size_t first_word = begin + kind.size() + 1;
    // A law that amends another is a law of its own, with a date of its own.
    constexpr std::string_view kAmends = "luat sua doi, bo sung mot so dieu cua ";
    const bool amends = ascii.compare(begin, kAmends.size(), kAmends) == 0;
    const bool capitals = text.Slice(begin, begin + 1).UpperShare() > 0 &&
                          (amends || text.Slice(first_word, first_word + 1).UpperShare() > 0);
    if (!capitals) continue;
    Citation citation;
    citation.reference = text.Original(begin, end);
    while (!citation.reference.empty() && citation.reference.back() == ',') {
      citation.reference.pop_back();
    }
    citation.kind = kind == "luat" ? "Luật" : kind == "bo luat" ? "Bộ luật" : "Pháp lệnh";
    found.emplace_back(end, std::move(citation));
  }
  return found;
}

}  // namespace

std::string_view IssuerOfNotation(std::string_view notation) {
  const std::vector<std::string> parts = NotationParts(notation);
  if (parts.empty()) return {};
  // "QH14" alone is the Quốc hội's; a joint circular has several issuers and no single one.
  if (parts.size() == 1) return IssuerOfPart(parts.front());
  if (parts.front() == "TTLT" || parts.front() == "NQLT") return {};
  return IssuerOfPart(parts[1]);
}

bool LacksItsYear(const Citation& citation) {
  if (!citation.year.empty()) return false;
  const std::string& notation = citation.notation;
  return notation == "NĐ-CP" || notation.starts_with("TT-B") || notation.starts_with("TTLT-") ||
         notation.starts_with("QH") || notation.starts_with("UBTVQH");
}

std::vector<Citation> FindCitations(const FoldedText& text) {
  const std::vector<DocumentCode> codes = FindCitedCodes(text);
  std::vector<std::pair<std::size_t, Citation>> found;  // by where each begins
  std::size_t from = 0;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const DocumentCode& code = codes[i];
    Citation citation;
    citation.number = code.number;
    citation.year = code.year;
    citation.notation = code.notation;
    citation.reference =
        code.number + "/" + (code.year.empty() ? "" : code.year + "/") + code.notation;
    citation.kind = std::string(KindInFront(text.ascii(), code, from));
    if (citation.kind.empty()) citation.kind = std::string(KindOfNotation(code));
    const std::size_t to = i + 1 < codes.size() ? codes[i + 1].number_begin : text.size();
    ReadWhatFollows(text, code.notation_end, to, citation);
    found.emplace_back(code.number_begin, std::move(citation));
    from = code.notation_end;
  }
  for (auto& [end, law] : FindNamedLaws(text)) {
    // A number behind the name is a reference already: "Luật Xây dựng số 50/2014/QH13".
    const auto next = std::find_if(codes.begin(), codes.end(), [&, at = end](const auto& code) {
      return code.number_begin >= at;
    });
    const std::size_t to = next == codes.end() ? text.size() : next->number_begin;
    if (next != codes.end() && next->number_begin - end <= kDateReach) continue;
    ReadWhatFollows(text, end, to, law);
    found.emplace_back(end, std::move(law));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Citation> citations;
  for (auto& [at, citation] : found) citations.push_back(std::move(citation));
  return citations;
}

}  // namespace sohoa
