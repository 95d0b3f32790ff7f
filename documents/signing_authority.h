// SPDX-License-Identifier: Apache-2.0
//
// In whose name a document is signed: the lines over the signature (Decree 30/2020/NĐ-CP, App.
// I Part I.II.7 a and b). TM. (thay mặt) signs on behalf of a body that decides together, KT.
// (ký thay) for the head, TL. (thừa lệnh) by the head's order, TUQ. (thừa ủy quyền) by the
// head's authority, Q. (quyền) as acting head.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

struct SigningAuthority {
  std::string on_behalf_of;  // behind TM.: "ỦY BAN NHÂN DÂN"; or the first of two signed for
  std::string signing_for;   // behind KT., TL., TUQ.: "CHỦ TỊCH"
  std::string mark;          // "KT." "TL." "TUQ."; "TM." where nobody is signed for; or empty
  std::string position;      // the signer's own: "PHÓ CHỦ TỊCH"; empty where it is not printed
  bool acting = false;       // Q.
};

// The mark that a line begins with, as "KT."; empty where it has none.
std::string_view AuthorityMark(std::string_view line);

// From the printed lines, top to bottom. A line of the name of a place, or one behind a mark
// that stands alone, goes on with the line over it.
SigningAuthority ParseSigningAuthority(const std::vector<std::string>& lines);

}  // namespace sohoa
