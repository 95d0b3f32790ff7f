// SPDX-License-Identifier: Apache-2.0
#include "core/record_codec.h"

#include <gtest/gtest.h>

#include <random>

namespace sohoa {
namespace {

PageRecord MakePage() {
  PageRecord page;
  page.source = {"H42-260930-0012", "b1", 3, Sha256::Of("scan"), 2};
  page.id = MakePageId(page.source);
  page.geometry = {2480, 3508, 90, -0.75, 3520, 2500, 300};
  page.quality = {0.9, {"red_seal"}, false};
  page.barcodes = {{"Code128", "H42-260930-0012", {1, 2, 3, 4}}};
  page.inks = {{ColouredInk::Kind::kBlue, {5, 6, 7, 8}}};
  Word word{"quyết", {-1, 2, 30, 40}, 0.93, InkKind::kStamp, true, true, {{"quyêt", 0.4}}, "quyêt"};
  page.text.blocks = {{BlockKind::kTable, {{{word}, {0, 0, 30, 40}, 12}}, {0, 0, 99, 99}},
                      {BlockKind::kPicture, {}, {5, 6, 70, 80}}};
  page.text.tables = {{{0, 0, 9, 9}, 2, 3, {{0, 1, 1, 2, {1, 1, 2, 2}, "TT"}}}};
  page.text.engine = "tesseract 5.3.0";
  page.text.model = "vie";
  page.text.mean_confidence = 0.88;
  page.text.objects = {{PageObjectKind::kSeal, {10, 20, 30, 40}, 0.9}, {PageObjectKind::kUrgencyStamp, {1, 2, 3, 4}, 0.7}};
  page.text.digit_slots = {{DigitSlotKind::kNumber, {5, 6, 70, 20}, false, {{"85", 0.7}, {"35", 0.2}}}, {DigitSlotKind::kMonth, {1, 2, 3, 4}, true, {}}};
  page.text.digit_model = "sohoa digits 1";
  page.layer = {PageLayer::Coding::kCcittG4, 100, 200, 1, std::string("\0\x01\xff", 3)};
  page.layer_sha256 = Sha256::Of(page.layer.bytes);
  page.made_by = {"decode/1", "recognise/1"};
  return page;
}

Document MakeDocument() {
  Document document;
  document.id = "dabc";
  document.pages = {1, 2};
  document.page_ids = {"p1", "p2"};
  document.type = {"KH", "Kế hoạch", 0.98, ReviewState::kNeedsReview, "evidence_too_weak", 0.9, "TTr", "clerk:an", 77};
  FieldValue field;
  field.code = "issued_date";
  field.label = "Ngày ban hành";
  field.value = "ngày 04 tháng 10 năm 2018";
  field.normalized = "2018-10-04";
  field.confidence = 0.97;
  field.locations = {{1, "p1", {{0.5, 0.1}, {0.9, 0.1}, {0.9, 0.2}, {0.5, 0.2}}}};
  field.source_engine = "tesseract 5.3.0 vie";
  field.alternatives = {{"ngày 05", "2018-10-05", 0.2}};
  field.validation = {{"calendar_date", true}, {"year_range", false}, {"population_registry", false, true, 1'795'764'470'000, "https://truc.example", "r1"}};
  field.parts = {{"day", "04"}};
  field.review = ReviewState::kCorrected;
  field.score = 0.93;
  field.review_reason = "check_failed";
  field.rule = "date/5";
  field.raw = "ngay 04";
  field.reading = {"ngày 01", "2018-10-01", 0.5};
  field.decided_by = "clerk:an";
  field.decided_at_unix_ms = 1538616600001;
  document.fields = {field};
  document.tables = {{{1, 2},
                      {"TT", "Nội dung"},
                      {{"1", "a"}, {"2", ""}},
                      {{true, 0, 0, 2, 1, "TT", "", 0.5, {{1, "p1", {{0.1, 0.2}}}}}, {false, 0, 0, 1, 2, "1", "l", 0.9, {}}},
                      {{"I.1", true, false}, {"I.2", false, true}}}};
  document.findings = {{"spelling_varies", "kiến toàn", "kiện toàn", {{2, "p2", {{0.1, 0.2}}}}}};
  document.pdf = Sha256::Of("pdf");
  document.pdf_size = 12345678901ull;
  document.made_by = {"separate/4", "render/1"};
  return document;
}

Edit MakeEdit() {
  return {EditKind::kField, "p1", "p2", "H42-2", 270, "subject", 3, ReviewState::kCorrected, "về việc", "về việc chuẩn", "nhìn nhầm", "clerk:an", 99, 1500};
}

Completeness MakeCompleteness() {
  Completeness completeness;
  completeness.state = CompletenessState::kIncomplete;
  completeness.unchecked_reason = "none";
  completeness.procedure = {"1.001193", "Đăng ký khai sinh", "Hộ tịch", "2025-07-01", true, 1, "01", "02", "khai sinh", "KS"};
  completeness.procedure_source = "dossier";
  completeness.catalogue = "0123456789abcdef";
  completeness.received_on = "2026-09-30";
  completeness.received_source = "dossier_code";
  completeness.in_order = false;
  completeness.papers = {{"declaration", "Tờ khai", PaperNeed::kShown, "nếu có", 2, 1, 1, 2, 3, PaperState::kNotProvided, "too_few", {"d1"}}};
  completeness.documents = {{"d1", DocumentRole::kResult, "declaration", "d0", 0.75, true, true, true}};
  return completeness;
}

TEST(RecordCodec, GivesAPageBackAsItWas) {
  const PageRecord page = MakePage();
  const Result<PageRecord> back = DecodePageRecord(EncodePageRecord(page, true));
  ASSERT_TRUE(back) << back.status().ToString();
  EXPECT_EQ(*back, page);
}

TEST(RecordCodec, GivesAMixedLayerBackAsItWas) {
  PageRecord page = MakePage();
  page.layer = {PageLayer::Coding::kMixed, 200, 300, 3, "paper and mask", {100, 150, 5, {10, 20, 250}}};
  const Result<PageRecord> back = DecodePageRecord(EncodePageRecord(page, true));
  ASSERT_TRUE(back) << back.status().ToString();
  EXPECT_EQ(*back, page);
  EXPECT_EQ(PaperOf(back->layer), "paper");
  EXPECT_EQ(MaskOf(back->layer), " and mask");
  page.layer.paper.size = page.layer.bytes.size();
  EXPECT_EQ(PaperOf(page.layer), "");
  EXPECT_EQ(MaskOf(page.layer), "") << "there is no mask behind it";
}

TEST(RecordCodec, TakesWordsOfRecordsThatHadNoRawReadingYet) {
  const Result<PageText> old = DecodePageText("\x0A\x09\x12\x07\x0A\x05\x0A\x03t\xC3\xB4");
  ASSERT_TRUE(old) << old.status().ToString();
  const Word& word = old->blocks.at(0).lines.at(0).words.at(0);
  EXPECT_EQ(word.text, "tô");
  EXPECT_EQ(word.raw, "");
}

TEST(RecordCodec, LeavesTheLayersBytesOutWhenAsked) {
  PageRecord page = MakePage();
  const Result<PageRecord> back = DecodePageRecord(EncodePageRecord(page, false));
  ASSERT_TRUE(back);
  page.layer.bytes.clear();
  EXPECT_EQ(*back, page);
}

TEST(RecordCodec, GivesADocumentBackAsItWas) {
  const Document document = MakeDocument();
  const Result<Document> back = DecodeDocument(EncodeDocument(document));
  ASSERT_TRUE(back) << back.status().ToString();
  EXPECT_EQ(*back, document);
}

TEST(RecordCodec, GivesADossierBackAsItWas) {
  Dossier dossier;
  dossier.head = {"H42-260930-0012", "1.001234", "H42.18", "Trần Văn Mẫu"};
  dossier.version = 2;
  dossier.committed_unix_ms = 1538616600000;
  dossier.originals = {{"scan.pdf", Sha256::Of("scan"), 99, "b1", 0, 3}};
  dossier.pages = {{"p1", 1, MakePage().source, Sha256::Of("r"), true}};
  dossier.documents = {MakeDocument()};
  QuarantinedPage bad;
  bad.page_id = "p9";
  bad.source = MakePage().source;
  bad.stage = "decode";
  bad.reason = Status(StatusCode::kBadInput, "decode page 3: ends early");
  bad.attempts = 2;
  bad.at_unix_ms = 5;
  bad.rejected = true;
  dossier.quarantined = {bad};
  dossier.completeness = MakeCompleteness();
  dossier.set_aside = {{{"p8", 0, MakePage().source, Sha256::Of("r8"), false}, {"mờ", "p1", "H42-2"}}};
  dossier.edits = {MakeEdit()};

  const Result<Dossier> back = DecodeDossier(EncodeDossier(dossier));
  ASSERT_TRUE(back) << back.status().ToString();
  EXPECT_EQ(back->head, dossier.head);
  EXPECT_EQ(back->version, 2u);
  EXPECT_EQ(back->originals, dossier.originals);
  EXPECT_EQ(back->pages, dossier.pages);
  EXPECT_EQ(back->documents, dossier.documents);
  ASSERT_EQ(back->quarantined.size(), 1u);
  EXPECT_EQ(back->quarantined[0].reason.ToString(), bad.reason.ToString());
  EXPECT_TRUE(back->quarantined[0].rejected);
  EXPECT_EQ(back->completeness, dossier.completeness);
  EXPECT_EQ(back->set_aside, dossier.set_aside);
  EXPECT_EQ(back->edits, dossier.edits);
}

TEST(RecordCodec, RefusesAnEditThatIsNone) {
  Edit edit = MakeEdit();
  EXPECT_TRUE(DecodeEdit(EncodeEdit(edit)));
  edit.rotation = 45;
  EXPECT_EQ(DecodeEdit(EncodeEdit(edit)).status().code(), StatusCode::kCorruption);
  edit = MakeEdit();
  edit.kind = static_cast<EditKind>(99);
  EXPECT_EQ(DecodeEdit(EncodeEdit(edit)).status().code(), StatusCode::kCorruption);
}

TEST(RecordCodec, TakesDossiersOfBeforeThereWasACatalogue) {
  Dossier dossier;
  dossier.head.code = "H42-260930-0012";
  const std::string bytes = EncodeDossier(dossier);
  EXPECT_EQ(bytes, std::string("\x0a\x11\x0a\x0fH42-260930-0012"));
  const Result<Dossier> back = DecodeDossier(bytes);
  ASSERT_TRUE(back) << back.status().ToString();
  EXPECT_EQ(back->completeness, Completeness{});
}

TEST(RecordCodec, RefusesACompletenessThatSaysNothingItKnows) {
  Dossier dossier;
  dossier.completeness = MakeCompleteness();
  dossier.completeness.papers[0].state = static_cast<PaperState>(17);
  EXPECT_EQ(DecodeDossier(EncodeDossier(dossier)).status().code(), StatusCode::kCorruption);
}

TEST(RecordCodec, EncodesEqualValuesToEqualBytes) {
  EXPECT_EQ(EncodePageRecord(MakePage(), true), EncodePageRecord(MakePage(), true));
}

TEST(RecordCodec, RefusesDamagedBytesWithoutCrashing) {
  const std::string good = EncodePageRecord(MakePage(), true);
  std::mt19937 random(7);
  int refused = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string bad = good;
    bad[random() % bad.size()] = static_cast<char>(random());
    bad.resize(bad.size() - random() % 8);
    if (!DecodePageRecord(bad)) ++refused;
  }
  EXPECT_GT(refused, 200);
  EXPECT_EQ(DecodePageRecord("\xff\xff\xff").status().code(), StatusCode::kCorruption);
}

}  // namespace
}  // namespace sohoa
