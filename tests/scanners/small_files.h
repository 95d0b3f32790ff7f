// SPDX-License-Identifier: Apache-2.0
//
// The smallest bytes that have the shape of each kind of file: first bytes, lengths and end.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

inline std::string SmallPdf() { return "%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"; }

// A thumbnail with its own end inside APP1, a stuffed zero and a restart in the coded data.
inline std::string SmallJpeg() {
  using namespace std::string_literals;
  return "\xFF\xD8\xFF\xE1\x00\x08"s "\xFF\xD8\xFF\xD9\x00\x00"s "\xFF\xDA\x00\x04\x01\x02"s
         "ab\xFF\x00"s "cd\xFF\xD0"s "ef\xFF\xD9"s;
}

inline std::string SmallPng() {
  using namespace std::string_literals;
  return "\x89PNG\r\n\x1A\n"s "\x00\x00\x00\x04"s "IDATdatacrc1"s "\x00\x00\x00\x00"s "IENDcrc2"s;
}

inline std::string SmallTiff() {
  using namespace std::string_literals;
  return "II*\x00\x0A\x00\x00\x00"s "px"s "\x01\x00"s "onetagofmany"s "\x00\x00\x00\x00"s;
}

}  // namespace sohoa
