// SPDX-License-Identifier: Apache-2.0
#include "cli/messages.h"

#include <cstdlib>

namespace sohoa {
namespace {

bool LocaleIsVietnamese() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return std::string_view(value).starts_with("vi");
  }
  return false;
}

const char* Summary(StatusCode code) {
  switch (code) {
    case StatusCode::kOk: return Say("xong", "done");
    case StatusCode::kInvalidArgument: return Say("tham số không hợp lệ", "invalid argument");
    case StatusCode::kNotFound: return Say("không tìm thấy", "not found");
    case StatusCode::kCorruption: return Say("dữ liệu đã bị hỏng hoặc thay đổi", "data is damaged or was changed");
    case StatusCode::kUnavailable: return Say("hiện không dùng được, hãy thử lại", "not available now, try again");
    case StatusCode::kTimeout: return Say("quá thời gian cho phép", "took too long");
    case StatusCode::kIoError: return Say("lỗi đọc ghi", "reading or writing failed");
    case StatusCode::kUnsupported: return Say("loại tệp không được hỗ trợ", "not a kind of file that can be read");
    case StatusCode::kInternal: return Say("lỗi nội bộ", "internal error");
    case StatusCode::kResourceLimit: return Say("vượt quá giới hạn cho phép", "over a limit");
    case StatusCode::kBadInput: return Say("tệp bị hỏng", "the file is damaged");
    case StatusCode::kCancelled: return Say("đã hủy", "cancelled");
    case StatusCode::kConflict: return Say("xung đột với dữ liệu đã có", "in conflict with what is there");
    case StatusCode::kDenied: return Say("không có quyền", "not allowed");
  }
  return Say("lỗi", "error");
}

}  // namespace

bool SpeaksVietnamese() {
  static const bool vietnamese = LocaleIsVietnamese();
  return vietnamese;
}

const char* Say(const char* vietnamese, const char* english) {
  return SpeaksVietnamese() ? vietnamese : english;
}

std::string Explain(const Status& status) {
  return std::string(Summary(status.code())) + ": " + status.message();
}

}  // namespace sohoa
