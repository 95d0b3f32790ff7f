// SPDX-License-Identifier: Apache-2.0
#include "documents/document_classes.h"

#include <algorithm>

#include "documents/folded_text.h"

namespace sohoa {
namespace {

constexpr auto kWhole = TitleMatch::kWhole;
constexpr auto kPrefix = TitleMatch::kPrefix;

std::vector<DocumentClass> MakeClasses() {
  return {
      // A. Administrative kinds, Decree 30/2020 Art. 7. "HD" and "HĐ" differ by their letters.
      {"NQ", "Nghị quyết", {"nghi quyet"}, kWhole, true},
      {"QĐ", "Quyết định", {"quyet dinh"}, kWhole, true},
      {"CT", "Chỉ thị", {"chi thi"}, kWhole, true},
      {"QC", "Quy chế", {"quy che"}, kWhole, true},
      {"QyĐ", "Quy định", {"quy dinh"}, kWhole, true},
      {"TC", "Thông cáo", {"thong cao"}, kWhole, true},
      {"TB", "Thông báo", {"thong bao"}, kWhole, true},
      {"HD", "Hướng dẫn", {"huong dan"}, kWhole, true},
      {"CTr", "Chương trình", {"chuong trinh", "chuong trinh cong tac"}, kWhole, true},
      {"KH", "Kế hoạch", {"ke hoach"}, kWhole, true},
      {"PA", "Phương án", {"phuong an"}, kWhole, true},
      {"ĐA", "Đề án", {"de an"}, kWhole, true},
      {"DA", "Dự án", {"du an"}, kWhole, true},
      {"BC", "Báo cáo", {"bao cao"}, kWhole, true},
      {"BB", "Biên bản", {"bien ban", "bien ban hop", "bien ban lam viec"}, kWhole, true},
      {"TTr", "Tờ trình", {"to trinh"}, kWhole, true},
      {"HĐ", "Hợp đồng", {"hop dong"}, kPrefix, true},
      {"CV", "Công văn", {}, kWhole, true},
      {"CĐ", "Công điện", {"cong dien", "cong dien khan"}, kWhole, true},
      {"BGN", "Bản ghi nhớ", {"ban ghi nho"}, kWhole, true},
      {"BTT", "Bản thỏa thuận", {"ban thoa thuan"}, kWhole, true},
      {"GUQ", "Giấy ủy quyền", {"giay uy quyen"}, kWhole, true},
      {"GM", "Giấy mời", {"giay moi", "giay moi hop", "thu moi"}, kWhole, true},
      {"GGT", "Giấy giới thiệu", {"giay gioi thieu"}, kWhole, true},
      {"GNP", "Giấy nghỉ phép", {"giay nghi phep"}, kWhole, true},
      {"PG", "Phiếu gửi", {"phieu gui"}, kWhole, true},
      {"PC", "Phiếu chuyển", {"phieu chuyen"}, kWhole, true},
      {"PB", "Phiếu báo", {"phieu bao"}, kWhole, true},
      {"TCg", "Thư công", {"thu", "thu cong", "thu khen"}, kWhole, true},

      // B. Legal normative documents: a year stands inside their number.
      {"B01", "Luật, nghị quyết của Quốc hội", {"luat", "bo luat"}, kWhole, true},
      {"B02", "Pháp lệnh, nghị quyết của Ủy ban Thường vụ Quốc hội", {"phap lenh"}, kWhole, true},
      {"B03", "Lệnh, quyết định của Chủ tịch nước", {"lenh"}, kWhole, true},
      {"B04", "Nghị định", {"nghi dinh"}, kWhole, true},
      {"B05", "Quyết định quy phạm của Thủ tướng Chính phủ", {}, kWhole, true},
      {"B06", "Thông tư", {"thong tu"}, kWhole, true},
      {"B07", "Thông tư liên tịch", {"thong tu lien tich"}, kWhole, true},
      {"B08", "Nghị quyết quy phạm của Hội đồng nhân dân", {}, kWhole, true},
      {"B09", "Quyết định quy phạm của Ủy ban nhân dân", {}, kWhole, true},
      {"B10", "Văn bản hợp nhất", {"van ban hop nhat"}, kWhole, true},

      // C. Forms of the one-stop counter, Circulars 01/2018 and 03/2025/TT-VPCP. The number
      // of a form ("Mẫu số 05") means another form in the other circular: only titles count.
      {"C01",
       "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
       {"giay tiep nhan ho so va hen tra ket qua", "phieu tiep nhan ho so va hen tra ket qua",
        "giay bien nhan ho so va hen tra ket qua", "phieu tiep nhan ho so", "giay tiep nhan ho so",
        "bien nhan ho so", "giay bien nhan ho so"},
       kWhole},
      {"C02",
       "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
       {"phieu yeu cau bo sung hoan thien ho so", "phieu huong dan hoan thien ho so",
        "phieu yeu cau bo sung ho so"},
       kWhole},
      {"C03",
       "Phiếu từ chối tiếp nhận, giải quyết hồ sơ",
       {"phieu tu choi tiep nhan giai quyet ho so", "phieu tu choi giai quyet ho so",
        "phieu tu choi tiep nhan ho so"},
       kWhole},
      {"C04",
       "Phiếu xin lỗi và hẹn lại ngày trả kết quả",
       {"phieu xin loi va hen lai ngay tra ket qua", "thu xin loi va hen lai ngay tra ket qua",
        "van ban xin loi va de nghi gia han thoi gian giai quyet"},
       kPrefix},
      {"C05",
       "Phiếu kiểm soát quá trình giải quyết hồ sơ",
       {"phieu kiem soat qua trinh giai quyet ho so", "phieu theo doi qua trinh giai quyet ho so"},
       kPrefix},
      {"C06", "Sổ theo dõi hồ sơ", {"so theo doi ho so"}, kPrefix},
      {"C07", "Thông báo dừng giải quyết hồ sơ", {"thong bao dung giai quyet ho so"}, kPrefix},

      // D. Papers of citizens and businesses. Longer titles win over their own beginnings.
      {"D01", "Tờ khai", {"to khai"}, kPrefix},
      {"D02",
       "Đơn đề nghị",
       {"don de nghi", "don xin", "giay de nghi", "don yeu cau", "don dang ky"},
       kPrefix},
      {"D03", "Giấy khai sinh", {"giay khai sinh", "trich luc khai sinh"}, kPrefix},
      {"D04",
       "Giấy chứng nhận kết hôn",
       {"giay chung nhan ket hon", "giay chung nhan dang ky ket hon", "trich luc ket hon"},
       kPrefix},
      {"D05",
       "Giấy xác nhận tình trạng hôn nhân",
       {"giay xac nhan tinh trang hon nhan", "xac nhan tinh trang hon nhan"},
       kPrefix},
      {"D06",
       "Trích lục khai tử, hộ tịch",
       {"trich luc khai tu", "giay chung tu", "trich luc ho tich", "trich luc"},
       kPrefix},
      {"D07", "Thẻ căn cước", {"can cuoc cong dan", "the can cuoc", "can cuoc"}, kPrefix},
      {"D08", "Chứng minh nhân dân", {"giay chung minh nhan dan", "chung minh nhan dan"}, kPrefix},
      {"D09", "Hộ chiếu", {"ho chieu passport", "ho chieu"}, kPrefix},
      {"D10",
       "Sổ hộ khẩu, xác nhận cư trú",
       {"so ho khau", "xac nhan thong tin ve cu tru", "giay xac nhan thong tin ve cu tru"},
       kPrefix},
      {"D11", "Giấy chứng nhận quyền sử dụng đất", {"giay chung nhan quyen su dung dat"}, kPrefix},
      {"D12",
       "Đơn đăng ký đất đai",
       {"don dang ky bien dong dat dai", "don dang ky dat dai", "don dang ky cap giay chung nhan"},
       kPrefix},
      {"D13",
       "Hợp đồng chuyển nhượng, tặng cho quyền sử dụng đất",
       {"hop dong chuyen nhuong quyen su dung dat", "hop dong tang cho quyen su dung dat"},
       kPrefix},
      {"D14",
       "Trích lục, trích đo bản đồ",
       {"trich luc ban do", "trich do ban do", "trich do dia chinh", "manh trich do"},
       kPrefix},
      {"D15", "Giấy phép xây dựng", {"giay phep xay dung"}, kPrefix},
      {"D16",
       "Giấy chứng nhận đăng ký doanh nghiệp",
       {"giay chung nhan dang ky doanh nghiep", "giay chung nhan dang ky kinh doanh"},
       kPrefix},
      {"D17",
       "Giấy chứng nhận đăng ký hộ kinh doanh",
       {"giay chung nhan dang ky ho kinh doanh"},
       kPrefix},
      {"D18", "Phiếu lý lịch tư pháp", {"phieu ly lich tu phap"}, kPrefix},
      {"D19",
       "Văn bằng, chứng chỉ",
       {"bang tot nghiep", "chung chi", "bang cu nhan", "bang ky su", "bang thac si"},
       kPrefix},
      {"D20", "Học bạ, bảng điểm", {"hoc ba", "bang diem"}, kPrefix},
      {"D21", "Giấy khám sức khỏe", {"giay kham suc khoe", "giay chung nhan suc khoe"}, kPrefix},
      {"D22", "Sơ yếu lý lịch", {"so yeu ly lich"}, kPrefix},
      {"D23",
       "Biên lai thu phí, lệ phí",
       {"bien lai thu phi le phi", "bien lai thu tien"},
       kPrefix},
      {"D24", "Hóa đơn", {"hoa don gia tri gia tang", "hoa don ban hang", "hoa don"}, kPrefix},
      {"D25",
       "Giấy nộp tiền vào ngân sách nhà nước",
       {"giay nop tien vao ngan sach nha nuoc"},
       kPrefix},
      {"D26",
       "Di chúc, thừa kế",
       {"di chuc", "van ban thoa thuan phan chia di san", "van ban tu choi nhan di san"},
       kPrefix},
      {"D27",
       "Bản cam kết, cam đoan",
       {"ban cam ket", "ban cam doan", "giay cam doan", "giay cam ket"},
       kPrefix},
      {"D28", "Giấy xác nhận", {"giay xac nhan"}, kPrefix},
      {"D29",
       "Thẻ bảo hiểm y tế, sổ bảo hiểm xã hội",
       {"the bao hiem y te", "so bao hiem xa hoi"},
       kPrefix},
      {"D30", "Giấy phép lái xe", {"giay phep lai xe"}, kPrefix},
      {"D31",
       "Thông báo thuế, nghĩa vụ tài chính",
       {"thong bao nop tien", "thong bao nop thue", "phieu chuyen thong tin nghia vu tai chinh"},
       kPrefix},

      // E. Structure of a bundle.
      {"E01", "Phụ lục", {"phu luc", "bieu mau", "danh sach kem theo"}, kPrefix},
      {"E02", "Bìa hồ sơ", {"ho so"}, kWhole},
      {"E03", "Mục lục văn bản trong hồ sơ", {"muc luc van ban"}, kPrefix},
      {"E04", "Trang trắng", {}, kWhole},
      {"E05",
       "Lời chứng",
       {"loi chung cua cong chung vien", "chung thuc ban sao", "loi chung"},
       kPrefix},
      {"E06", "Trang tiếp theo", {}, kWhole},
  };
}

}  // namespace

const std::vector<DocumentClass>& DocumentClasses() {
  static const std::vector<DocumentClass> classes = MakeClasses();
  return classes;
}

const DocumentClass* FindDocumentClass(std::string_view code) {
  const auto& classes = DocumentClasses();
  const auto found = std::find_if(classes.begin(), classes.end(),
                                  [&](const DocumentClass& c) { return c.code == code; });
  return found == classes.end() ? nullptr : &*found;
}

std::string_view DocumentClassLabel(std::string_view code) {
  const DocumentClass* found = FindDocumentClass(code);
  return found == nullptr ? "Khác" : found->label;
}

const DocumentClass* KindOfAbbreviation(std::string_view abbreviation) {
  // Exact first: folding makes HĐ (hợp đồng) and HD (hướng dẫn) one.
  for (const DocumentClass& kind : DocumentClasses()) {
    if (!kind.administrative || kind.code == "CV" || kind.code == "TCg") continue;
    if (kind.code.front() == 'B' && kind.code.size() == 3 && kind.code[1] <= '9') continue;
    if (kind.code == abbreviation) return &kind;
  }
  const std::string key = WordsKey(abbreviation);
  for (const DocumentClass& kind : DocumentClasses()) {
    if (!kind.administrative || kind.code == "CV" || kind.code == "TCg") continue;
    if (kind.code.front() == 'B' && kind.code.size() == 3 && kind.code[1] <= '9') continue;
    if (WordsKey(kind.code) == key) return &kind;
  }
  return nullptr;
}

}  // namespace sohoa
