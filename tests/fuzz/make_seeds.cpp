// SPDX-License-Identifier: Apache-2.0
//
// make_seeds FOLDER: well-formed inputs for each fuzz target to begin from, in FOLDER/protocol,
// FOLDER/records, FOLDER/pdf, FOLDER/packages, FOLDER/tokens, FOLDER/forms and FOLDER/registry.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/base64.h"
#include "core/record_codec.h"
#include "imaging/tiff_directory.h"
#include "packages/ead.h"
#include "packages/mets.h"
#include "storage/archive_codec.h"
#include "storage/index_codec.h"
#include "storage/key_layout.h"
#include "storage/registry_records.h"
#include "storage/sealed_text.h"
#include "workers/ledger_records.h"
#include "workers/protocol.h"
#include "workers/reader_protocol.h"

namespace sohoa {
namespace {

class Seeds {
 public:
  explicit Seeds(const std::filesystem::path& folder) : folder_(folder) { std::filesystem::create_directories(folder); }
  void Add(const std::string& bytes) {
    std::ofstream(folder_ / ("seed-" + std::to_string(count_++)), std::ios::binary) << bytes;
  }

 private:
  std::filesystem::path folder_;
  int count_ = 0;
};

const Sha256 kHash = Sha256::Of("x");
const PageSource kSource = {"H42.18-1", "b1", 3, kHash, 1};

PageRecord Page() {
  PageRecord record;
  record.source = kSource;
  record.id = MakePageId(kSource);
  record.geometry = {2480, 3508, 90, 0.5, 2480, 3508, 300};
  record.quality.flags = {"red_seal"};
  record.layer.width = 2480;
  record.layer.height = 3508;
  record.layer.bytes = "layer";
  record.layer_sha256 = kHash;
  Block& block = record.text.blocks.emplace_back();
  Line& line = block.lines.emplace_back();
  Word word;
  word.text = "Quyết";
  word.raw = "Quyet";
  word.box = {10, 20, 90, 60};
  word.confidence = 0.75;
  line.words = {word, word};
  return record;
}

Document PageDocument() {
  Document document;
  document.id = "d1";
  document.pages = {1, 2};
  document.page_ids = {"p1", "p2"};
  document.type.code = "QĐ";
  document.type.label = "Quyết định";
  FieldValue field;
  field.code = "issued_date";
  field.value = "ngày 04 tháng 10 năm 2018";
  field.normalized = "2018-10-04";
  field.confidence = 0.9;
  document.fields = {field};
  document.pdf = kHash;
  document.pdf_size = 100;
  return document;
}

Dossier WholeDossier() {
  Dossier dossier;
  dossier.head = {"H42.18-1", "1.001234", "H42.18", "A"};
  dossier.version = 2;
  dossier.committed_unix_ms = 1'700'000'000'000;
  dossier.originals = {{"a.png", kHash, 10, "b1", 0, 1}};
  dossier.pages = {{"p1", 1, kSource, kHash, false}};
  dossier.documents = {PageDocument()};
  dossier.quarantined = {{"p2", kSource, "decode", Status(StatusCode::kBadInput, "decode: cut off"), 1, 1'700'000'000'000, false}};
  return dossier;
}

void ProtocolSeeds(Seeds seeds) {
  const auto frame = [&seeds](Command command, const std::string& body) { seeds.Add(EncodeFrame(command, 9, body)); };
  frame(Command::kOk, "");
  frame(Command::kBusy, EncodeBody(Failure{Status(StatusCode::kUnavailable, "not now"), 1000}));
  frame(Command::kHello, EncodeBody(ClientHello{"desk", "d1"}));
  frame(Command::kWelcome, EncodeBody(Welcome{7, 262144, 8}));
  frame(Command::kOpenBatch, EncodeBody(OpenBatchBody{{"H42.18-1", "1.001234", "H42.18", "A"}, "b1", Lane::kBacklog, 1'700'000'000'000}));
  frame(Command::kOpenOriginal, EncodeBody(OpenOriginalBody{"H42.18-1", "b1", 3, "a.png", kHash, 1000}));
  frame(Command::kHandIn, EncodeBody(HandInBody{{"H42.18-1", "b1", 3, "a.png", kHash, 5}, 77, "bytes", 9}));
  frame(Command::kStoreBlob, EncodeBody(StoreBlobBody{kHash, 77, "bytes"}));
  frame(Command::kPutBlob, EncodeBody(BlobNameBody{kHash, 1000}));
  frame(Command::kCredit, EncodeBody(HaveBody{5, 262144}));
  frame(Command::kChunk, EncodeBody(ChunkBody{5, 0, 77, "bytes"}));
  frame(Command::kReceipt, EncodeBody(OriginalReceipt{"a.png", kHash, 2, 1, 0, 1, 40, {"p1", "p2"}}));
  frame(Command::kSeal, EncodeBody(SealBody{"H42.18-1", "b1"}));
  frame(Command::kProgress, EncodeBody(DossierProgress{DossierState::kCommitted, 1, 2, 2, 0, true}));
  frame(Command::kCall, EncodeBody(CallBody{"show", "{}"}));
  frame(Command::kAnswer, EncodeAnswer("{}"));
  frame(Command::kGetBlob, EncodeBody(GetBlobBody{kHash, 10, 20}));
  frame(Command::kBlobData, EncodeBody(BlobDataBody{100, 10, 77, "bytes"}));
  frame(Command::kBeat, EncodeBody(BeatBody{"w1", "boot", {"page", "dossier"}, 2, 1000, {{"p1", 41, 3}}, true}));
  frame(Command::kBeatAnswer, EncodeBody(BeatAnswerBody{7, {{"p1", 41, 3}}, WorkerOrder::kPause}));
  const PageJob page{"p1", kSource, "a.png", {"same_bytes_as_another_page"}};
  frame(Command::kJob, EncodeBody(JobBody{"p1", 41, 1, "page", 300'000, EncodeBody(page)}));
  const DossierJob dossier{{"H42.18-1", "1.001234", "H42.18", "A"}, 2, {{"p1", kSource, kHash}}};
  frame(Command::kJob, EncodeBody(JobBody{"=H42.18-1", 42, 1, "dossier", 300'000, EncodeBody(dossier)}));
  JobBody with_blobs{"p1", 41, 1, "page", 300'000, EncodeBody(page)};
  with_blobs.blobs = {{kHash, 77, "bytes"}};
  frame(Command::kJob, EncodeBody(with_blobs));
  frame(Command::kResult, EncodeBody(OutcomeBody{"p1", 41, kHash, {}, {}, {{kHash, 77, "bytes"}}}));
  seeds.Add(EncodeBody(page));
  seeds.Add(EncodeBody(dossier));
  frame(Command::kResult, EncodeBody(OutcomeBody{"p1", 41, kHash, {EncodeDocument(PageDocument())}}));
  frame(Command::kFail, EncodeBody(JobFailureBody{"p1", 41, "decode", Status(StatusCode::kBadInput, "cut off")}));
  frame(Command::kCommitted, EncodeBody(JobAnswerBody{"p1", 41}));
  seeds.Add(EncodeRequest({4, ReaderCall::kDecode, {1, 2}, "body"}));
  seeds.Add(EncodeReply({4, Status(StatusCode::kBadInput, "cut off"), ""}));
  seeds.Add(EncodeHello({}));
  seeds.Add(EncodeGreeting({"lines", "sohoa", {{"rlimits", "landlock"}, {"network: not in this kernel"}}}));
  seeds.Add(EncodeJailStopFrame().substr(4));
  WireWriter layer;
  PutLayer(layer, Page().layer);
  seeds.Add(layer.Take());
  WireWriter mixed;
  PutLayer(mixed, {PageLayer::Coding::kMixed, 200, 300, 3, "paper and mask", {100, 150, 5, {10, 20, 250}}});
  seeds.Add(mixed.Take());
  WireWriter decoded;
  PutDecodedPage(decoded, {});
  seeds.Add(decoded.Take());
  PageAssessment assessed;
  assessed.width = assessed.height = 100;
  assessed.dpi = 300;
  WireWriter assessment;
  PutAssessment(assessment, assessed);
  seeds.Add(assessment.Take());
  WireWriter prepared;
  PutPreparedPage(prepared, {});
  seeds.Add(prepared.Take());
}

void RecordSeeds(Seeds seeds) {
  const Dossier dossier = WholeDossier();
  seeds.Add(EncodePageText(Page().text));
  seeds.Add(EncodePageRecord(Page(), true));
  seeds.Add(EncodeDocument(PageDocument()));
  seeds.Add(EncodeDossier(dossier));
  seeds.Add(EncodeQuarantinedPage(dossier.quarantined.front()));
  seeds.Add(EncodePageSource(kSource));
  seeds.Add(EncodeOriginal(dossier.originals.front()));
  seeds.Add(EncodeEvent({5, 1'700'000'000'000, "dossier.committed", "H42.18-1", "", "version 2"}));
  seeds.Add(EncodeAuditRecord({5, 1'700'000'000'000, "system", "dossier.committed", "H42.18-1", kHash, kHash}));
  seeds.Add(EncodeAuditHead({5, kHash}));
  seeds.Add(EncodeSummary({"H42.18-1", 2, 1'700'000'000'000, 1, 2}));
  seeds.Add(EncodePlace({"H42.18-1", 2, 1}));
  seeds.Add(EncodeReference({"pdf", "d1"}));
  IndexedPage indexed;
  indexed.dossier = "H42.18-1";
  indexed.filter_values = {"code_number=61"};
  seeds.Add(EncodeIndexedPage(indexed));
  PageWords words;
  words.text = "Quyết định\n";
  words.begins = {0, 8};
  words.boxes = {{1, 2, 3, 4}, {5, 6, 7, 8}};
  words.fields = {{"code_number", "61", {{1, 2, 3, 4}}}};
  seeds.Add(EncodePageWords(words));
  seeds.Add(EncodeIndexEntry({indexed, words}));
  seeds.Add(EncodeIndexedDossier({2, {4, 5}, {"p1", "p2"}}));
  seeds.Add(EncodeIndexStatistics({6, 2, 400}));
  seeds.Add(EncodeIndexManifest({3, 9, 400, {{8, 1, 400, 300, 70'000}}}));
  seeds.Add(EncodeOrdinals({4, 5}));
  seeds.Add(EncodeRegistryChecks({{RegistryKind::kEnterprise, kHash, RegistryAnswer::kMatch, RegistryAnswer::kMismatch, RegistryAnswer::kNotAsked, 5, 6, "https://truc.example", "r1", "system"}}));
  seeds.Add(EncodeRegistryOrder({5, 2, 6, "person:an", true}));
  seeds.Add(EncodeRecord(LedgerDossier{dossier.head, 1, 2, 1, 1, false}));
  seeds.Add(EncodeRecord(LedgerBatch{"b1", 0, Lane::kBacklog, true, 1'700'000'000'000, 1'700'000'000'500, 3}));
  seeds.Add(EncodeRecord(LedgerOriginal{"a.png", kHash, 10, 4, {"p1"}, 1}));
  LedgerPage page;
  page.source = kSource;
  page.state = PageState::kQuarantined;
  page.reason = Status(StatusCode::kBadInput, "cut off");
  seeds.Add(EncodeRecord(page));
  seeds.Add(EncodeRecord(LedgerLease{"w1", 41, 2}));
  seeds.Add(EncodeRecord(LedgerCounts{10, 5, 1, 1, 1, 1, 0}));
  seeds.Add(EscapedString(std::string("a\0b", 3)) + BigEndian64(7));
  seeds.Add(SealText("sohoa beacon 1", {{"serial", "4"}, {"ledger", "40"}}));
  seeds.Add("(quyết AND \"kế hoạch\") OR NOT 61/2018/NĐ-CP");
}

std::string Pdf(const std::string& page, const std::string& content, const std::string& more) {
  return "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
         "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
         "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R " + page + " >>\nendobj\n"
         "4 0 obj\n<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream\nendobj\n" + more +
         "trailer\n<< /Root 1 0 R /Size 9 >>\n%%EOF\n";
}

std::string Image(const std::string& number, const std::string& dict, const std::string& data) {
  return number + " 0 obj\n<< /Type /XObject /Subtype /Image " + dict + " /Length " + std::to_string(data.size()) + " >>\nstream\n" + data +
         "\nendstream\nendobj\n";
}

void PdfSeeds(Seeds seeds) {
  seeds.Add(Pdf("", "BT /F1 12 Tf (Quyet dinh) Tj ET 10 10 100 100 re f", ""));
  const std::string shows = "q 595 0 0 842 0 0 cm /Im0 Do Q";
  const std::string uses = "/Rotate 90 /Resources << /XObject << /Im0 5 0 R >> >>";
  seeds.Add(Pdf(uses, shows, Image("5", "/Width 4 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray", "abcdefgh")));
  seeds.Add(Pdf(uses, shows, Image("5", "/Width 8 /Height 8 /BitsPerComponent 1 /ColorSpace /DeviceGray /Decode [1 0]", "abcdefgh")));
  seeds.Add(Pdf(uses, shows, Image("5", "/Width 8 /Height 8 /BitsPerComponent 1 /ImageMask true /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 8 /Rows 8 /BlackIs1 true >>", "\x26\xa0")));
  seeds.Add(Pdf(uses, shows, Image("5", "/Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace [/Indexed /DeviceRGB 1 <000000ffffff>] /Filter [/ASCIIHexDecode]", "00010001>")));
  const std::string form = "5 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Matrix [2 0 0 2 0 0] /Resources << /XObject << /Im0 5 0 R >> >> /Length 10 >>\nstream\n/Im0 Do   \nendstream\nendobj\n";
  seeds.Add(Pdf(uses, shows, form));
  seeds.Add(Pdf(uses, "q 1 0 0 1 0 0 cm 3 Tr (x) Tj BI /W 1 /H 1 ID x EI Q", ""));
  seeds.Add(WrapG4InTiff("\x26\xa0\x01", 16, 16, 200));
}

void PackageSeeds(Seeds seeds) {
  MetsDocument mets;
  mets.object = "urn:H42.18:uuid:X";
  mets.kind = PackageKind::kAip;
  mets.dossier = "H42.18-1";
  const PackagedFile ead{"metadata/descriptive/EAD.xml", "application/xml", "", 7, kHash, 1'700'000'000'000};
  mets.descriptive = {ead};
  mets.groups = {{"Schemas", {{"schemas/ead.xsd", "application/xml", "", 7, kHash, 0}}},
                 {"Representations/rep1", {{"representations/rep1/METS.xml", "application/xml", "", 7, kHash, 0}}}};
  seeds.Add(WriteMets(mets, PackageIds(mets.object)));
  seeds.Add(WriteEad({{"fileCode", "H42.18.2026.1"}, {"startDate", "04/10/2018"}, {"mode", "02"}, {"title", "Hồ sơ"}}, "ead.xsd"));
  seeds.Add(kHash.Hex() + "  data/records/history\n" + kHash.Hex() + " \tdata/a.pdf\r\n");
  seeds.Add("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
  seeds.Add("External-Identifier: H42.18-1\nPayload-Oxum: 7.1\n folded\n");
  const ArchiveEvent event{1, 2, "dossier.committed", "H42.18-1", "", "version 1", "b1"};
  seeds.Add("event " + EncodeBase64(EncodeEvent(event)) + "\naudit " + EncodeBase64(EncodeAuditRecord({1, 2, "system", "x", "H42.18-1", kHash, kHash, "b1"})) + "\n");
  Dossier dossier;
  dossier.head.code = kSource.dossier;
  dossier.version = 1;
  dossier.committed_unix_ms = 1'700'000'000'000;
  dossier.originals.push_back({"scan.pdf", kHash, 7, "b1", 3, 2});
  dossier.pages.push_back({MakePageId(kSource), 1, kSource, kHash, false});
  Document document = PageDocument();
  document.id = "d1";
  document.pages = {1};
  document.page_ids = {dossier.pages[0].id};
  dossier.documents.push_back(document);
  seeds.Add(EncodeDossier(dossier));
}

// The examples of RFC 7515, A.2 and A.3, with their keys.
void TokenSeeds(Seeds seeds) {
  const std::string payload = ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";
  seeds.Add(R"({"keys":[{"kty":"EC","crv":"P-256","use":"sig","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})"
            "\neyJhbGciOiJFUzI1NiJ9" +
            payload + "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
  const std::string key =
      R"({"keys":[{"kty":"RSA","kid":"a","alg":"RS256","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}]})";
  const std::string signature =
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
  seeds.Add(key + "\neyJhbGciOiJSUzI1NiJ9" + payload + signature);
  seeds.Add(key + "\neyJhbGciOiJQUzI1NiJ9" + payload + signature);
  seeds.Add(key + "\neyJhbGciOiJub25lIn0" + payload);
}

void FormSeeds(Seeds seeds) {
  seeds.Add("multipart/form-data; boundary=XX\n--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nabc\r\n"
            "--XX\r\nContent-Disposition: form-data; name=note\r\n\r\n\r\n--XX--\r\n");
  seeds.Add("multipart/form-data; boundary=\"a.b\"\nbefore\r\n--a.b  \r\n\r\n\r\n--a.b--after");
}

void RegistrySeeds(Seeds seeds) {
  seeds.Add(R"({"request": "r1", "found": true, "match": {"name": "match", "birth_date": "mismatch"}})");
  seeds.Add(R"({"request": "r1", "found": true, "match": {"name": "unknown"}})");
  seeds.Add(R"({"request": "r1", "found": false})");
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: make_seeds FOLDER\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  sohoa::ProtocolSeeds(sohoa::Seeds(folder / "protocol"));
  sohoa::RecordSeeds(sohoa::Seeds(folder / "records"));
  sohoa::PdfSeeds(sohoa::Seeds(folder / "pdf"));
  sohoa::PackageSeeds(sohoa::Seeds(folder / "packages"));
  sohoa::TokenSeeds(sohoa::Seeds(folder / "tokens"));
  sohoa::FormSeeds(sohoa::Seeds(folder / "forms"));
  sohoa::RegistrySeeds(sohoa::Seeds(folder / "registry"));
  return 0;
}
