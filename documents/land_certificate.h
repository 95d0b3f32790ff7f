// SPDX-License-Identifier: Apache-2.0
//
// Numbers of a land certificate (giấy chứng nhận quyền sử dụng đất): the serial under which the
// sheet was printed (số phát hành) and its entry in the register (số vào sổ).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sohoa {

// Số phát hành: two letters and six digits ("AM 143443"), two letters and eight digits on the
// sheets printed since 2025 ("AA 01695788"), one D and seven digits on the oldest.
bool IsLandCertificateSerial(std::string_view serial);

// The serial that a line consists of, letters and digits put right by position, written as
// "AM 143443"; nullopt where the line is something else.
std::optional<std::string> ReadLandCertificateSerial(std::string_view line);

// Số vào sổ cấp giấy chứng nhận: CH, CS, CT, VP or CN and three to six digits, or the older
// "00123/QSDĐ/...".
bool IsLandRegisterEntry(std::string_view entry);

}  // namespace sohoa
