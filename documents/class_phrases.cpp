// SPDX-License-Identifier: Apache-2.0
#include "documents/class_phrases.h"

#include <algorithm>
#include <string>

namespace sohoa {
namespace {

struct ClassPhrases {
  std::string_view code;
  std::vector<std::string_view> phrases;  // folded words
};

const std::vector<ClassPhrases>& Phrases() {
  static const std::vector<ClassPhrases> phrases = {
      {"NQ", {"quyet nghi", "ky hop thu", "khoa", "hoi dong nhan dan"}},
      {"KH", {"muc dich yeu cau", "to chuc thuc hien", "ban hanh ke hoach"}},
      {"BC", {"bao cao ket qua", "ton tai han che", "phuong huong", "ket qua dat duoc"}},
      {"BB", {"chung toi gom", "thanh phan", "bien ban ket thuc", "thu ky", "chu toa"}},
      {"HĐ", {"dai dien ben a", "dai dien ben b", "gia tri hop dong", "hop dong lap thanh"}},
      {"GUQ", {"ben uy quyen", "ben nhan uy quyen", "noi dung uy quyen", "thoi han uy quyen"}},
      {"GM", {"tran trong kinh moi", "thoi gian", "dia diem", "toi du"}},
      {"GGT", {"tran trong gioi thieu", "duoc cu den", "ve viec", "co gia tri den het ngay"}},
      {"PC", {"kinh chuyen", "don de ngay", "giai quyet theo tham quyen"}},
      {"C01",
       {"thanh phan ho so nop gom", "thoi gian nhan ho so", "thoi gian tra ket qua",
        "nguoi tiep nhan ho so", "tiep nhan ho so cua"}},
      {"C02", {"yeu cau hoan thien ho so", "nguoi huong dan", "tiep nhan ho so"}},
      {"C03", {"khong tiep nhan giai quyet ho so nay", "ly do cu the nhu sau"}},
      {"C04", {"xin loi", "hen lai", "thoi gian hen tra ket qua", "su cham tre"}},
      {"C05",
       {"thoi gian giao nhan ho so", "nguoi giao", "nguoi nhan", "truoc han dung han qua han"}},
      {"C06", {"ten thu tuc hanh chinh", "ngay hen tra", "phuong thuc nhan"}},
      {"D01", {"nguoi yeu cau", "toi cam doan", "quan he voi nguoi"}},
      {"D02", {"toi ten la", "ten toi la", "toi lam don nay", "nguoi lam don"}},
      {"D03", {"noi dang ky khai sinh", "ten nguoi me", "ten nguoi cha", "so dinh danh ca nhan"}},
      {"D04", {"ten vo", "ten chong", "noi dang ky ket hon"}},
      {"D05", {"tinh trang hon nhan", "chua dang ky ket hon", "xac nhan"}},
      {"D06", {"da chet vao luc", "noi chet", "nguyen nhan chet", "dang ky khai tu"}},
      {"D07", {"citizen identity card", "date of birth", "place of origin", "place of residence"}},
      {"D10", {"noi thuong tru", "noi o hien tai", "thanh vien khac trong ho gia dinh"}},
      {"D11", {"to ban do so", "muc dich su dung", "nguon goc su dung", "so vao so cap gcn"}},
      {"D12", {"giay chung nhan da cap", "so phat hanh gcn", "nguoi viet don"}},
      {"D13", {"ben chuyen nhuong", "ben nhan chuyen nhuong", "ben tang cho", "thua dat so"}},
      {"D15", {"duoc phep xay dung cong trinh", "khoi cong xay dung", "gpxd"}},
      {"D16", {"ma so doanh nghiep", "von dieu le", "nguoi dai dien theo phap luat"}},
      {"D18", {"tinh trang an tich", "an tich", "lltp"}},
      {"D19", {"so vao so cap bang", "xep loai", "so hieu"}},
      {"D23", {"nguoi nop tien", "nguoi thu tien", "so tien", "01blp"}},
      {"D24", {"don vi ban hang", "nguoi mua hang", "thanh tien", "thue suat gtgt"}},
      {"E02", {"thoi han bao quan", "phong so", "muc luc so", "ho so so"}},
      {"E03", {"trich yeu noi dung", "tac gia van ban", "to so"}},
  };
  return phrases;
}

}  // namespace

std::optional<PhraseEvidence> ClassOfPhrases(const std::vector<TextLine>& lines) {
  std::string text = " ";
  for (const TextLine& line : lines) text += line.key + ' ';
  std::optional<PhraseEvidence> best;
  bool alone = true;
  for (const ClassPhrases& one : Phrases()) {
    PhraseEvidence evidence{one.code, 0, 0};
    for (const std::string_view phrase : one.phrases) {
      const std::size_t at = text.find(phrase);
      const bool word =
          at != std::string::npos && text[at - 1] == ' ' && text[at + phrase.size()] == ' ';
      evidence.found += word ? 1 : 0;
    }
    if (evidence.found < 2) continue;
    evidence.share = static_cast<double>(evidence.found) / static_cast<double>(one.phrases.size());
    if (best && evidence.share == best->share) alone = false;
    if (best && evidence.share <= best->share) continue;
    alone = true;
    best = evidence;
  }
  return alone ? best : std::nullopt;
}

}  // namespace sohoa
