// SPDX-License-Identifier: Apache-2.0
#include "api/served_archive.h"

#include <fstream>
#include <iterator>

#include "pipeline/pdf/searchable_pdf.h"
#include "support/test_folder.h"
#include "workers/child_process.h"

namespace sohoa {

void StoreLayer(Archive& archive, MadeDossier& made) {
  PageRecord& record = made.pages.back();
  const Result<BlobInfo> layer = PutBlob(archive.blobs(), record.layer.bytes);
  ASSERT_TRUE(layer);
  record.layer_sha256 = layer->sha256;
  const Result<BlobInfo> stored = PutBlob(archive.blobs(), EncodePageRecord(record, /*with_layer=*/false));
  ASSERT_TRUE(stored);
  made.dossier.pages.back().record = stored->sha256;
}

void AddPaintedPage(Archive& archive, MadeDossier& made, const std::vector<std::string>& lines, test::Paint paint) {
  test::PaintLayer(AddPage(archive, made, lines), paint);
  StoreLayer(archive, made);
}

void PrintPdf(Archive& archive, const MadeDossier& made, Document& document) {
  const TestFolder folder;
  const std::string path = folder.Sub("document.pdf");
  std::vector<const PageRecord*> pages;
  for (const std::uint32_t number : document.pages) pages.push_back(&made.pages[number - 1]);
  PdfOptions options;
  options.title = document.type.label;
  const Status written = WriteSearchablePdf(
      pages, [](const PageRecord& page) -> Result<PageLayer> { return page.layer; }, options, path, {});
  ASSERT_TRUE(written.ok()) << written.ToString();
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const Result<BlobInfo> stored = PutBlob(archive.blobs(), bytes);
  ASSERT_TRUE(stored);
  document.pdf = stored->sha256;
  document.pdf_size = stored->size;
}

ServedArchive::ServedArchive() {
  options_.port = 0;
  options_.reader.executable = BinFolder() + "/sohoa-reader";
  options_.reader.ocr.engine = "null";
  AddPaintedPage(archive_, made_,
                 {"QUYẾT ĐỊNH", "Khen thưởng tập thể và cá nhân", "Quảng Ngãi ngày 04 tháng 10 năm 2018"},
                 test::Paint::kGrayJpeg);
  AddPaintedPage(archive_, made_, {"KẾ HOẠCH", "Số 85/KH-UBND", "Tặng thưởng cho các tập thể"}, test::Paint::kG4);
  AddPage(archive_, made_, {}, /*blank=*/true);
  Document& decision = AddDocument(archive_, made_, 1, 1, "QĐ");
  AddField(decision, "issued_date", "ngày 04 tháng 10 năm 2018", "2018-10-04", {100, 220, 1000, 260});
  AddField(decision, "signer_name", "");
  decision.fields.back().null_reason = "not_found";
  PrintPdf(archive_, made_, decision);
  AddDocument(archive_, made_, 2, 2, "KH");
}

ServedArchive::~ServedArchive() = default;

void ServedArchive::Serve() {
  const Status committed = Commit(archive_, made_);
  ASSERT_TRUE(committed.ok()) << committed.ToString();
  Result<std::unique_ptr<HttpServer>> server = HttpServer::Start(archive_, queries_, options_);
  ASSERT_TRUE(server) << server.status().ToString();
  server_ = std::move(*server);
}

nlohmann::json ServedArchive::GetJson(const std::string& target) const {
  const WireResponse response = Get(target);
  EXPECT_EQ(response.status, 200) << target << "\n" << response.body;
  EXPECT_TRUE(response.Header("content-type").starts_with("application/json")) << response.Header("content-type");
  const nlohmann::json json = nlohmann::json::parse(response.body, nullptr, false);
  EXPECT_FALSE(json.is_discarded()) << response.body;
  return json;
}

void ServedArchive::ExpectProblem(const WireResponse& response, int status, const std::string& code) {
  EXPECT_EQ(response.status, status) << response.body;
  EXPECT_TRUE(response.Header("content-type").starts_with("application/problem+json"));
  const nlohmann::json problem = nlohmann::json::parse(response.body, nullptr, false);
  ASSERT_TRUE(problem.is_object()) << response.body;
  const auto member = [&problem](const char* name) { return problem.value(name, nlohmann::json()); };
  EXPECT_EQ(member("type"), "about:blank");
  EXPECT_EQ(member("status"), status);
  EXPECT_EQ(member("code"), code);
  EXPECT_TRUE(member("title").is_string());
  EXPECT_TRUE(member("detail").is_string());
}

}  // namespace sohoa
