// SPDX-License-Identifier: Apache-2.0
#include "packages/masked_copies.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <system_error>
#include <utility>

#include "core/record_codec.h"
#include "documents/personal_data.h"
#include "packages/kept_records.h"
#include "packages/package_names.h"
#include "pipeline/formats/page_formats.h"
#include "pipeline/pdf/searchable_pdf.h"

namespace sohoa {
namespace {

// What EncodeOptions scales to, for the same reason.
constexpr double kCopyDpi = 200;

Result<std::string> FetchWhole(PackageSource& source, const Sha256& blob) {
  std::string bytes;
  const Status fetched = source.Fetch(blob, [&](std::string_view part) {
    bytes += part;
    return true;
  });
  if (!fetched.ok()) return fetched;
  if (Sha256::Of(bytes) != blob) return Status(StatusCode::kCorruption, "read blob " + blob.Hex() + ": its bytes have another name; run sohoa verify");
  return bytes;
}

class MaskedCopies {
 public:
  MaskedCopies(PackageSource& source, PageImaging& imaging, const MaskedCopiesRequest& request, const PackageProgress& progress)
      : source_(source), imaging_(imaging), request_(request), progress_(progress) {}

  Result<MaskedCopiesReport> Run();

 private:
  // A page with something to hide: its layer as it is stored, and what to cover of it.
  struct Covered {
    PageLayer layer;  // without bytes
    Sha256 stored;
    std::vector<Box> boxes;
  };

  Result<std::vector<PageRecord>> ReadPages(const Document& document);
  Status Mask(PageRecord& record, const Document& document, std::uint32_t number);
  Result<PageLayer> LayerOf(const PageRecord& record);
  Status WritePdf(const Document& document, std::size_t ordinal, const std::vector<PageRecord>& pages);
  Status WriteTexts(const Document& document, std::size_t ordinal, const std::vector<PageRecord>& pages);

  PackageSource& source_;
  PageImaging& imaging_;
  const MaskedCopiesRequest& request_;
  const PackageProgress& progress_;
  Dossier dossier_;
  std::map<std::string, Covered> covered_;  // by page
  std::uint64_t all_pages_ = 0;
  MaskedCopiesReport report_;
};

Status MaskedCopies::Mask(PageRecord& record, const Document& document, std::uint32_t number) {
  const PersonalData data = FindPersonalData(record, document.fields, number);
  ++report_.pages;
  if (data.empty()) return {};
  report_.words += data.words.size();
  report_.barcodes += data.barcodes.size();
  const std::vector<Box> boxes = HidePersonalData(data, record);
  if (record.layer.width <= 0 || record.layer.height <= 0 || record.geometry.width <= 0 || record.geometry.height <= 0) return {};
  Covered& covered = covered_[record.id];
  covered.layer = record.layer;
  covered.layer.bytes.clear();
  covered.stored = record.layer_sha256;
  const double across = 1.0 * record.layer.width / record.geometry.width;
  const double down = 1.0 * record.layer.height / record.geometry.height;
  for (const Box& box : boxes) {
    covered.boxes.push_back({static_cast<int>(std::floor(box.left * across)), static_cast<int>(std::floor(box.top * down)),
                             static_cast<int>(std::ceil(box.right * across)), static_cast<int>(std::ceil(box.bottom * down))});
  }
  // What comes out of it is a picture of its own.
  const double smaller = std::min(1.0, kCopyDpi / std::max(1.0, record.geometry.dpi * across));
  record.layer = {};
  record.layer.coding = PageLayer::Coding::kJpeg;
  record.layer.width = static_cast<int>(std::lround(covered.layer.width * smaller));
  record.layer.height = static_cast<int>(std::lround(covered.layer.height * smaller));
  record.layer.components = covered.layer.components;
  if (request_.format != CopyFormat::kPdf) return {};
  // Made twice, for its name and for the PDF, so that one layer at a time is held; equal both times.
  const Result<PageLayer> layer = LayerOf(record);
  if (!layer) return layer.status();
  record.layer_sha256 = Sha256::Of(layer->bytes);
  return {};
}

Result<std::vector<PageRecord>> MaskedCopies::ReadPages(const Document& document) {
  std::vector<PageRecord> pages;
  for (const std::uint32_t number : document.pages) {
    if (progress_ && !progress_(report_.pages, all_pages_)) return Status(StatusCode::kCancelled, "copy dossier " + request_.dossier + ": cancelled");
    const auto page = std::find_if(dossier_.pages.begin(), dossier_.pages.end(), [&](const DossierPage& its) { return its.page == number; });
    if (page == dossier_.pages.end()) return Status(StatusCode::kCorruption, "copy dossier " + request_.dossier + ": page " + std::to_string(number) + " is not in it; run sohoa verify");
    const Result<std::string> bytes = FetchWhole(source_, page->record);
    if (!bytes) return bytes.status();
    Result<PageRecord> record = DecodePageRecord(*bytes);
    if (!record) return record.status();
    if (const Status masked = Mask(*record, document, number); !masked.ok()) return masked;
    pages.push_back(std::move(*record));
  }
  return pages;
}

Result<PageLayer> MaskedCopies::LayerOf(const PageRecord& record) {
  const auto covered = covered_.find(record.id);
  const Result<std::string> bytes = FetchWhole(source_, covered == covered_.end() ? record.layer_sha256 : covered->second.stored);
  if (!bytes) return bytes.status();
  PageLayer layer = record.layer;
  if (covered == covered_.end()) {
    layer.bytes = *bytes;
    return layer;
  }
  PageLayer stored = covered->second.layer;
  stored.bytes = *bytes;
  PictureRequest request;
  request.covered = covered->second.boxes;
  request.gray = layer.components == 1;
  if (layer.width != stored.width || layer.height != stored.height) {
    request.width = layer.width;
    request.height = layer.height;
  }
  Result<std::string> picture = imaging_.RenderPicture(stored, request);
  if (!picture) return picture.status();
  layer.bytes = std::move(*picture);
  return layer;
}

Status MaskedCopies::WritePdf(const Document& document, std::size_t ordinal, const std::vector<PageRecord>& pages) {
  std::vector<const PageRecord*> records;
  for (const PageRecord& page : pages) records.push_back(&page);
  PdfOptions options;
  options.title = dossier_.head.code;
  if (!document.type.label.empty()) options.title += " - " + document.type.label;
  const std::filesystem::path path = request_.folder / DocumentFileName(dossier_.head.code, ordinal, ".pdf");
  const std::filesystem::path part = path.string() + ".part";
  Status status = WriteSearchablePdf(records, [this](const PageRecord& page) { return LayerOf(page); }, options, part, StageContext());
  if (status.ok()) status = VerifySearchablePdf(part, records, options);
  std::error_code error;
  if (status.ok()) std::filesystem::rename(part, path, error);
  if (status.ok() && error) status = Status(StatusCode::kIoError, "write " + path.string() + ": " + error.message());
  if (!status.ok()) std::filesystem::remove(part, error);
  report_.files.push_back(path);
  return status;
}

Status MaskedCopies::WriteTexts(const Document& document, std::size_t ordinal, const std::vector<PageRecord>& pages) {
  const bool alto = request_.format == CopyFormat::kAlto;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const std::string name = DocumentFileName(dossier_.head.code, ordinal, "." + std::to_string(document.pages[i]) + (alto ? ".xml" : ".hocr"));
    const std::vector<NamedPage> named = {{name, document.pages[i], &pages[i]}};
    const std::filesystem::path path = request_.folder / name;
    std::ofstream file(path, std::ios::binary);
    file << (alto ? FormatAlto(named) : FormatHocr(named));
    file.close();
    if (!file) return Status(StatusCode::kIoError, "write " + path.string() + ": is the disk full?");
    report_.files.push_back(path);
  }
  return {};
}

Result<MaskedCopiesReport> MaskedCopies::Run() {
  const Result<DossierRecords> records = source_.Records(request_.dossier);
  if (!records) return records.status();
  Result<std::vector<Dossier>> versions = DecodeVersions(*records);
  if (!versions) return versions.status();
  if (versions->empty()) return Status(StatusCode::kNotFound, "copy dossier " + request_.dossier + ": it has no version");
  dossier_ = std::move(versions->back());
  std::error_code error;
  std::filesystem::create_directories(request_.folder, error);
  if (error) return Status(StatusCode::kIoError, "make folder " + request_.folder.string() + ": " + error.message());
  for (const Document& document : dossier_.documents) all_pages_ += document.pages.size();
  for (std::size_t i = 0; i < dossier_.documents.size(); ++i) {
    const Document& document = dossier_.documents[i];
    covered_.clear();
    const Result<std::vector<PageRecord>> pages = ReadPages(document);
    if (!pages) return pages.status();
    const Status written = request_.format == CopyFormat::kPdf ? WritePdf(document, i + 1, *pages) : WriteTexts(document, i + 1, *pages);
    if (!written.ok()) return written;
  }
  return std::move(report_);
}

}  // namespace

Result<MaskedCopiesReport> WriteMaskedCopies(PackageSource& source, PageImaging& imaging, const MaskedCopiesRequest& request,
                                             const PackageProgress& progress) {
  return MaskedCopies(source, imaging, request, progress).Run();
}

}  // namespace sohoa
