// SPDX-License-Identifier: Apache-2.0
//
// A province's plan to carry out the one-stop decree, with its table of tasks. It has what
// such tables trip readers with: empty cells, lists in cells, cells of many lines, a number
// above 1.9, deadlines of every kind, a header that lost its first name.
#include "samples/papers.h"

namespace sohoa {
namespace {

constexpr const char* kSubject =
    "Triển khai Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về cơ chế một cửa, một cửa "
    "liên thông trong giải quyết thủ tục hành chính";

std::vector<Paragraph> PurposeAndContents() {
  const auto body = ParagraphKind::kBody;
  const auto heading = ParagraphKind::kHeading;
  return {
      {body,
       "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về thực hiện cơ chế một "
       "cửa, một "
       "cửa liên thông trong giải quyết thủ tục hành chính và Quyết định số 1412/QĐ-UBND ngày "
       "17/9/2018 "
       "của Chủ tịch Ủy ban nhân dân tỉnh về việc giao nhiệm vụ cải cách hành chính, Ủy ban nhân "
       "dân tỉnh "
       "Hoa Lâm ban hành Kế hoạch triển khai như sau:"},
      {heading, "I. MỤC ĐÍCH, YÊU CẦU"},
      {body,
       "1. Đưa các quy định mới về một cửa đến từng cơ quan, từng cán bộ trực tiếp giải quyết hồ "
       "sơ; làm "
       "rõ việc phải làm, người chịu trách nhiệm và thời hạn hoàn thành của mỗi việc."},
      {body,
       "2. Hồ sơ giấy được số hóa ngay khi tiếp nhận, kết quả giải quyết được trả bằng bản điện tử "
       "song "
       "song với bản giấy; người dân chỉ phải kê khai một lần cho mỗi thông tin."},
      {body,
       "3. Việc triển khai không làm gián đoạn tiếp nhận hồ sơ hằng ngày, tiết kiệm kinh phí và sử "
       "dụng "
       "lại trang thiết bị sẵn có."},
      {heading, "II. NỘI DUNG"},
      {body,
       "1. Hoàn thiện các văn bản hướng dẫn, quy chế phối hợp và mức chi phục vụ công tác một "
       "cửa."},
      {body, "2. Sắp xếp nhân sự, trụ sở và thiết bị của Bộ phận Một cửa ở cả ba cấp."},
      {body, "3. Ứng dụng công nghệ thông tin, kết nối dữ liệu và số hóa hồ sơ giấy."},
      {body, "4. Truyền thông, tập huấn, kiểm tra và báo cáo kết quả."},
      {body, "*(Danh mục nhiệm vụ cụ thể tại Phụ lục kèm theo)*"},
  };
}

std::vector<Paragraph> Organisation() {
  const auto body = ParagraphKind::kBody;
  const auto heading = ParagraphKind::kHeading;
  return {
      {heading, "III. TỔ CHỨC THỰC HIỆN"},
      {heading, "1. Các sở, ban, ngành và Ủy ban nhân dân các huyện, thị xã"},
      {body,
       "- Xây dựng kế hoạch của cơ quan mình trước ngày 20/10/2018, phân công một lãnh đạo trực "
       "tiếp phụ "
       "trách và công khai số điện thoại tiếp nhận phản ánh."},
      {body,
       "- Trước ngày 15 của tháng cuối quý gửi báo cáo về Văn phòng Ủy ban nhân dân tỉnh để tổng "
       "hợp; báo "
       "cáo nêu rõ số hồ sơ đúng hạn, quá hạn và nguyên nhân."},
      {heading, "2. Văn phòng Ủy ban nhân dân tỉnh"},
      {body,
       "- Làm đầu mối theo dõi, đôn đốc việc thực hiện Nghị định số 61/2018/NĐ-CP trên địa bàn; "
       "kịp thời "
       "đề xuất tháo gỡ vướng mắc."},
      {body,
       "- Chủ trì nghiệm thu hệ thống số hóa hồ sơ và quy trình điện tử trước khi đưa vào sử "
       "dụng."},
      {heading, "3. Sở Nội vụ"},
      {body,
       "Rà soát vị trí việc làm, chế độ của công chức làm việc tại Bộ phận Một cửa; đưa kết quả "
       "giải quyết "
       "hồ sơ vào tiêu chí đánh giá, xếp loại hằng năm."},
      {heading, "4. Sở Thông tin và Truyền thông"},
      {body,
       "Bảo đảm hạ tầng, an toàn thông tin cho cổng dịch vụ công; hướng dẫn các đơn vị quét, kiểm "
       "tra và "
       "ký số bản điện tử của hồ sơ giấy."},
      {heading, "5. Sở Tài chính"},
      {body,
       "Bố trí kinh phí trong dự toán năm 2019; hướng dẫn mức chi, thanh toán và quyết toán theo "
       "quy định "
       "tại Nghị định số 61/2018/NĐ-CP."},
      {body,
       "Trong quá trình thực hiện, nếu có khó khăn, các cơ quan, đơn vị báo cáo Ủy ban nhân dân "
       "tỉnh (qua "
       "Văn phòng) để xem xét, quyết định./."},
  };
}

using Rows = std::vector<std::vector<std::string>>;

Rows DocumentTasks() {
  return {
      {"I", "HOÀN THIỆN VĂN BẢN HƯỚNG DẪN, ĐIỀU HÀNH"},
      {"1", "Quyết định giao Văn phòng làm đầu mối về cơ chế một cửa thay cho Sở Nội vụ",
       "Sở Nội vụ", "Văn phòng UBND tỉnh", "Tháng 10, 11/2018", "Quyết định của UBND tỉnh"},
      {"2",
       "Hướng dẫn các biểu mẫu tiếp nhận, hẹn trả kết quả theo Thông tư của Văn phòng Chính phủ",
       "Văn phòng UBND tỉnh", "Sở Tư pháp", "Sau khi Thông tư có hiệu lực", "Văn bản hướng dẫn"},
      {"3", "Hướng dẫn chế độ đối với công chức trực tại quầy tiếp nhận", "Sở Nội vụ", "",
       "Sau khi có hướng dẫn của Bộ Nội vụ", "Văn bản hướng dẫn"},
      {"4",
       "Trình Hội đồng nhân dân tỉnh mức chi cho hoạt động kiểm soát thủ tục hành chính và một cửa",
       "Sở Tài chính", "Sở Nội vụ, Văn phòng UBND tỉnh", "Sau khi có hướng dẫn của Bộ Tài chính",
       "- Tờ trình;\n- Dự thảo Nghị quyết"},
      {"5", "Ban hành mẫu quy trình điện tử dùng chung cho các lĩnh vực",
       "Sở Thông tin và Truyền thông", "- Các sở, ban, ngành;\n- UBND cấp huyện", "Thường xuyên",
       "- Bộ mẫu quy trình;\n- Báo cáo hằng quý"},
  };
}

Rows FirstPhaseTasks() {
  const std::string all = "Các sở, ban, ngành; UBND cấp huyện; UBND cấp xã";
  return {
      {"II", "SẮP XẾP TỔ CHỨC, TRỤ SỞ VÀ TRANG THIẾT BỊ"},
      {"1", "Giai đoạn 1: Trước khi Trung tâm Phục vụ hành chính công hoạt động"},
      {"1.1", "Lập Đề án thành lập Trung tâm Phục vụ hành chính công tỉnh Hoa Lâm",
       "Văn phòng UBND tỉnh", "Các sở, ban, ngành", "Quý IV/2018", "Đề án được phê duyệt"},
      {"1.2", "Kiện toàn Bộ phận Một cửa của sở, ngành, huyện và xã", all, "", "Quý IV/2018",
       "Quyết định kiện toàn"},
      {"1.3",
       "Ban hành quy chế làm việc của Bộ phận Một cửa, trong đó quy định rõ việc số hóa khi tiếp "
       "nhận",
       all, "", "Quý IV/2018", "Quy chế được ban hành"},
      {"1.4", "Nâng cấp Bộ phận Một cửa hiện đại tại huyện Vân Khê và thị xã Thạch Bàn",
       "UBND huyện Vân Khê, UBND thị xã Thạch Bàn", "Văn phòng UBND tỉnh",
       "Quý IV/2018 - Quý I/2019", "Hai trụ sở đạt chuẩn"},
      {"1.5", "Trang bị máy quét, máy tính và mạng nội bộ cho quầy tiếp nhận cấp xã",
       "UBND cấp huyện; UBND cấp xã", "", "Quý III/2019", "Biên bản bàn giao thiết bị"},
      {"1.6",
       "Cải tạo khu nhà số 2 đường Bến Đá làm trụ sở Trung tâm, lắp đặt thiết bị và bố trí nhân sự",
       "Văn phòng UBND tỉnh", "Sở Xây dựng, Sở Tài chính", "Quý II/2019",
       "Trung tâm sẵn sàng hoạt động"},
      {"1.7", "Công bố danh mục thủ tục tiếp nhận trực tiếp, trực tuyến và qua bưu chính",
       "Văn phòng UBND tỉnh; Sở Thông tin và Truyền thông", "Các sở, ban, ngành; UBND cấp huyện",
       "Quý IV/2018 và hằng năm", "Quyết định công bố danh mục"},
      {"1.8", "Xây dựng quy trình nội bộ cho từng thủ tục, nêu rõ bước, người làm và số giờ",
       "Các sở, ban, ngành; UBND cấp huyện", "Văn phòng UBND tỉnh", "Hằng năm",
       "Quyết định phê duyệt quy trình nội bộ"},
      {"1.9",
       "Thực hiện trọn vẹn việc tiếp nhận, thẩm định, phê duyệt và trả kết quả tại Bộ phận Một cửa",
       all, "", "Quý II/2019", "Ít nhất 45% số thủ tục cấp huyện được thực hiện tại chỗ"},
      {"1.10", "Khảo sát mức độ hài lòng của người dân khi giải quyết thủ tục hành chính",
       "Sở Nội vụ", "Ủy ban Mặt trận Tổ quốc tỉnh, Bưu điện tỉnh; UBND cấp huyện",
       "Quý III, IV hằng năm", "- Kế hoạch khảo sát;\n- Kết quả được công bố"},
  };
}

Rows SecondPhaseAndSystems() {
  return {
      {"2", "Giai đoạn 2: Khi Trung tâm Phục vụ hành chính công đi vào hoạt động"},
      {"2.1", "Ban hành quy chế phối hợp giữa Trung tâm và các cơ quan cử người đến làm việc",
       "Văn phòng UBND tỉnh", "Các sở, ban, ngành", "Quý II/2019", "Quy chế phối hợp"},
      {"2.2", "Đưa thủ tục đủ điều kiện vào giải quyết trọn vẹn tại Trung tâm",
       "Văn phòng UBND tỉnh", "Các sở, ban, ngành", "Quý II/2019",
       "Ít nhất 25% số thủ tục cấp tỉnh"},
      {"III", "ỨNG DỤNG CÔNG NGHỆ THÔNG TIN"},
      {"1",
       "Nâng cấp cổng dịch vụ công và hệ thống một cửa điện tử theo yêu cầu kỹ thuật của Bộ Thông "
       "tin "
       "và Truyền thông; ban hành quy chế vận hành, phân quyền và sao lưu dữ liệu",
       "Sở Thông tin và Truyền thông", "Văn phòng UBND tỉnh", "Quý II/2019",
       "- Hệ thống được nghiệm thu;\n- Quy chế vận hành"},
      {"2", "Hướng dẫn lưu trữ hồ sơ điện tử tại Bộ phận Một cửa", "Sở Nội vụ", "",
       "Sau khi có Thông tư của Bộ Nội vụ", "Văn bản hướng dẫn"},
      {"3",
       "Số hóa hồ sơ giấy ngay tại quầy: quét, kiểm tra, trích xuất thông tin và ký số bản điện tử",
       "Các sở, ban, ngành; UBND cấp huyện; UBND cấp xã", "", "Thường xuyên",
       "Hồ sơ điện tử tìm được ngay sau khi tiếp nhận"},
      {"4",
       "Kết nối với cơ sở dữ liệu quốc gia và cổng thanh toán để xác thực thông tin, nộp lệ phí "
       "trực tuyến",
       "Sở Thông tin và Truyền thông", "Văn phòng UBND tỉnh",
       "- Quý IV/2019: đăng ký kinh doanh;\n- Quý III/2020: dân cư;\n- Quý IV/2020: cổng thanh "
       "toán",
       "Các kết nối được đưa vào sử dụng"},
  };
}

Rows ReportingTasks() {
  return {
      {"IV", "TRUYỀN THÔNG, TẬP HUẤN, KIỂM TRA, BÁO CÁO"},
      {"1", "Tuyên truyền nội dung Nghị định số 61/2018/NĐ-CP và cách nộp hồ sơ trực tuyến",
       "Đài Phát thanh và Truyền hình tỉnh, Báo Hoa Lâm", "UBND cấp huyện; UBND cấp xã",
       "Thường xuyên", "Tin, bài, phóng sự, tờ gấp"},
      {"2", "Tập huấn sử dụng hệ thống một cửa điện tử và thiết bị số hóa cho công chức tiếp nhận",
       "Sở Thông tin và Truyền thông", "Các sở, ban, ngành; UBND cấp huyện", "Hằng năm",
       "Kế hoạch tập huấn; báo cáo kết quả"},
      {"3", "Kiểm tra, đôn đốc hoạt động của Bộ phận Một cửa các cấp", "Văn phòng UBND tỉnh",
       "Sở Nội vụ", "Hằng năm", "Thông báo kết luận kiểm tra"},
      {"4", "Báo cáo kết quả thực hiện cơ chế một cửa về Văn phòng Chính phủ",
       "Văn phòng UBND tỉnh", "Các sở, ban, ngành; UBND cấp huyện", "Định kỳ hằng quý",
       "Báo cáo công tác kiểm soát thủ tục hành chính"},
  };
}

AppendixTable TaskTable() {
  AppendixTable table;
  table.label = "PHỤ LỤC";
  table.title = "NHIỆM VỤ TRIỂN KHAI NGHỊ ĐỊNH SỐ 61/2018/NĐ-CP NGÀY 23/4/2018 CỦA CHÍNH PHỦ";
  table.guide =
      "(Kèm theo Kế hoạch số ⟦96⟧/KH-UBND ngày ⟦04⟧ tháng 10 năm 2018 của Ủy ban nhân dân tỉnh Hoa "
      "Lâm)";
  table.columns = {"TT",
                   "Nội dung công việc",
                   "Cơ quan chủ trì",
                   "Cơ quan phối hợp",
                   "Thời gian hoàn thành",
                   "Sản phẩm"};
  table.shares = {0.06, 0.32, 0.165, 0.155, 0.14, 0.16};
  for (const Rows& part :
       {DocumentTasks(), FirstPhaseTasks(), SecondPhaseAndSystems(), ReportingTasks()}) {
    table.rows.insert(table.rows.end(), part.begin(), part.end());
  }
  table.page_without_number_header = 2;
  return table;
}

SampleTruth PlanTruth(const OfficialPaper& plan) {
  SampleTruth truth;
  truth.class_code = "KH";
  NoteTable(*plan.appendix, truth);
  std::string recipients;
  for (const std::string& one : plan.recipients)
    recipients += (recipients.empty() ? "" : "\n") + one;
  truth.fields = {
      {"organ_name", "ỦY BAN NHÂN DÂN TỈNH HOA LÂM", "UBND tỉnh Hoa Lâm"},
      {"code_number", "96", "96"},
      {"code_notation", "KH-UBND", "KH-UBND"},
      {"issued_date", "ngày 04 tháng 10 năm 2018", "2018-10-04"},
      {"place", "Hoa Lâm", "Hoa Lâm"},
      {"type_name", "KẾ HOẠCH", "Kế hoạch"},
      {"subject", kSubject, kSubject},
      {"signer_name", plan.signer_name, plan.signer_name},
      {"signer_position", "PHÓ CHỦ TỊCH", "Phó Chủ tịch"},
      {"recipients", recipients, recipients},
      {"legal_bases", "61/2018/NĐ-CP; 1412/QĐ-UBND", "61/2018/NĐ-CP; 1412/QĐ-UBND"},
  };
  return truth;
}

}  // namespace

OfficialPaper PlanPaper() {
  OfficialPaper plan;
  plan.issuer = {"ỦY BAN NHÂN DÂN", "TỈNH HOA LÂM"};
  plan.number = "Số: ⟦96⟧ /KH-UBND";
  plan.place_and_date = "Hoa Lâm, ngày ⟦04⟧ tháng 10 năm 2018";
  plan.type_name = "KẾ HOẠCH";
  plan.subject = kSubject;
  plan.body = PurposeAndContents();
  for (Paragraph& paragraph : Organisation()) plan.body.push_back(std::move(paragraph));
  plan.recipients = {"Văn phòng Chính phủ",   "Thường trực Tỉnh ủy",
                     "Thường trực HĐND tỉnh", "Chủ tịch, các PCT UBND tỉnh",
                     "Các sở, ban, ngành",    "UBND các huyện, thị xã",
                     "Báo Hoa Lâm",           "Lưu: VT, KSTT"};
  plan.signer_lines = {"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"};
  plan.signer_name = "Trịnh Quốc Thụy";
  plan.seal_text = "ỦY BAN NHÂN DÂN TỈNH HOA LÂM";
  plan.appendix = TaskTable();
  plan.truth = PlanTruth(plan);
  return plan;
}

}  // namespace sohoa
