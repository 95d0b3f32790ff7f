// SPDX-License-Identifier: Apache-2.0
#include "documents/procedures/completeness_words.h"

#include <array>

namespace sohoa {
namespace {

constexpr std::array kReasons = {
    ReasonWords{"none_found", "chưa có trong hồ sơ", "đề nghị người nộp bổ sung", "it is not in the dossier", "ask for it"},
    ReasonWords{"too_few", "chưa đủ số bản", "đề nghị người nộp bổ sung phần còn thiếu", "there are fewer than asked for",
                "ask for the rest, or say that it is enough"},
    ReasonWords{"validity_over", "đã hết thời hạn có giá trị khi tiếp nhận", "đề nghị nộp giấy tờ còn giá trị",
                "it was no longer valid on the day of receipt", "ask for a valid one"},
    ReasonWords{"cannot_be_read", "không đọc được", "quét lại; nếu bản giấy mờ thì đề nghị nộp bản khác", "it cannot be read",
                "scan it again; where the paper itself is faint, ask for another"},
    ReasonWords{"class_uncertain", "chưa chắc là loại giấy tờ này", "mở giấy tờ và xác nhận loại", "whether it is this paper is not certain",
                "look at it and confirm its class"},
    ReasonWords{"date_not_read", "chưa đọc chắc ngày cấp hoặc thời hạn", "mở giấy tờ và xác nhận ngày",
                "its date of issue or end of validity was not read with certainty", "look at it and confirm the date"},
    ReasonWords{"uncertain_papers", "chưa thấy; trong hồ sơ còn giấy tờ chưa rõ loại", "xác nhận loại của các giấy tờ chưa rõ",
                "it was not found, but there are papers of uncertain class", "confirm the class of those papers"},
    ReasonWords{"pages_not_read", "chưa thấy; còn trang đang cách ly", "xử lý các trang cách ly",
                "it was not found, but there are pages in quarantine", "deal with those pages"},
    ReasonWords{"condition_unknown", "chỉ nộp khi thuộc trường hợp quy định", "kiểm tra trường hợp của người nộp",
                "it is asked for only in some cases", "see whether this is one"},
    ReasonWords{"shown_only", "chỉ xuất trình, không phải nộp", "kiểm tra khi tiếp nhận", "it is only shown", "see it at the counter"},
    ReasonWords{"no_procedure", "hồ sơ chưa có mã thủ tục", "ghi mã thủ tục khi nộp (--procedure)", "the dossier names no procedure",
                "name one when handing in (--procedure)"},
    ReasonWords{"no_catalogue", "chưa có danh mục thủ tục", "đặt procedures.catalogue trong sohoa.toml", "there is no catalogue of procedures",
                "set procedures.catalogue in sohoa.toml"},
    ReasonWords{"unknown_procedure", "danh mục chưa có thủ tục này", "bổ sung thủ tục vào danh mục", "the catalogue does not have this procedure",
                "add it to the catalogue"},
    ReasonWords{"not_in_force", "không có phiên bản thủ tục có hiệu lực vào ngày tiếp nhận", "kiểm tra ngày hiệu lực trong danh mục",
                "no version of the procedure was in force on the day of receipt", "look at the days in the catalogue"},
    ReasonWords{"no_requirements", "danh mục chưa ghi thành phần hồ sơ của thủ tục này", "nhập thành phần hồ sơ vào danh mục",
                "the catalogue does not say which papers this procedure asks for", "enter them in the catalogue"},
};

constexpr ReasonWords kNone{};

}  // namespace

const ReasonWords& WordsOfReason(std::string_view code) {
  for (const ReasonWords& words : kReasons) {
    if (words.code == code) return words;
  }
  return kNone;
}

}  // namespace sohoa
