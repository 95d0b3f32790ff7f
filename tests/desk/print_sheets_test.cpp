// SPDX-License-Identifier: Apache-2.0
#include "desk/print_sheets.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base64.h"
#include "documents/page_signs.h"
#include "workers/child_process.h"
#include "workers/reader_client.h"

namespace sohoa {
namespace {

// What is printed is read as any scan is.
class PrintedSheets : public testing::Test {
 protected:
  PrintedSheets() {
    ReaderOptions options;
    options.executable = BinFolder() + "/sohoa-reader";
    options.ocr.engine = "null";
    Result<std::unique_ptr<ReaderClient>> reader = StartReader(options);
    EXPECT_TRUE(reader) << reader.status().ToString();
    reader_ = std::move(*reader);
  }

  std::string CodeOn(const Result<std::string>& pdf) {
    EXPECT_TRUE(pdf) << pdf.status().ToString();
    const Result<OriginalFile> file = OriginalFile::FromBytes(*pdf, "sheet.pdf");
    const Result<DecodedPage> page = reader_->imaging().Decode(*file, 0, {});
    EXPECT_TRUE(page) << page.status().ToString();
    const Result<PreparedPage> prepared = reader_->imaging().Prepare(*page, {});
    EXPECT_TRUE(prepared) << prepared.status().ToString();
    return prepared && prepared->barcodes.size() == 1 ? prepared->barcodes[0].text : std::string();
  }

  std::unique_ptr<ReaderClient> reader_;
};

ReceiptSheet Sample() {
  ReceiptSheet sheet;
  sheet.dossier = "000.00.18.H42-261127-0001";
  sheet.procedure = "1.001193 – Đăng ký khai sinh";
  sheet.applicant = "Nguyễn Thị Ánh Tuyết";
  sheet.missing = {"Giấy chứng sinh", "Văn bản ủy quyền"};
  sheet.papers_checked = true;
  sheet.pages_here = 11;
  sheet.printed_unix_ms = 1'790'000'000'000;
  return sheet;
}

TEST_F(PrintedSheets, CarryTheWholeReceiptWithItsSignature) {
  ReceiptSheet sheet = Sample();
  sheet.receipt.statement = ReceiptStatement({sheet.dossier, "b1k8ev308f4efg3ufq", 6, 11, 0, Sha256::Of("all"), 1'790'000'000'000});
  sheet.receipt.signature = std::string(64, '\x5a');
  EXPECT_EQ(CodeOn(ReceiptPdf(sheet)), sheet.receipt.statement + "signature " + EncodeBase64(sheet.receipt.signature) + "\n");
}

TEST_F(PrintedSheets, CarryNoCodeBeforeTheCoordinatorHasSpoken) { EXPECT_EQ(CodeOn(ReceiptPdf(Sample())), ""); }

TEST_F(PrintedSheets, TellWhichDossierFollows) {
  for (const SheetSize size : {SheetSize::kA4, SheetSize::kLabel}) EXPECT_EQ(CodeOn(CoverPdf("000.00.18.H42-261127-0001", "Nguyễn Văn A", size)), "000.00.18.H42-261127-0001");
}

TEST_F(PrintedSheets, PartDocuments) {
  for (const SheetSize size : {SheetSize::kA4, SheetSize::kLabel}) EXPECT_EQ(CodeOn(SeparatorPdf(size)), kSeparatorCode);
}

}  // namespace
}  // namespace sohoa
