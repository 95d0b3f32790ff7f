// SPDX-License-Identifier: Apache-2.0
#include "documents/page_signs.h"
#include "pipeline/stages/page_stages.h"
#include "pipeline/stages/prepared_page.h"

namespace sohoa {
namespace {

class PrepareStage : public PageStage {
 public:
  explicit PrepareStage(PageImaging& imaging) : imaging_(imaging) {}

  std::string_view Name() const override { return "prepare"; }
  int Version() const override { return 6; }

  Status Run(PageWork& work, const StageContext&) override {
    // As it was fed: nearly all pages are upright, and reading will tell of those that are not.
    return PrepareAs(work.rotation.value_or(0), imaging_, work);
  }

 private:
  PageImaging& imaging_;
};

}  // namespace

Status PrepareAs(int rotation, PageImaging& imaging, PageWork& work) {
  PrepareOptions options;
  options.rotation = rotation;
  Result<PreparedPage> prepared = imaging.Prepare(work.decoded, options);
  if (!prepared) return prepared.status();
  work.record.geometry = prepared->geometry;
  work.record.quality = prepared->quality;
  work.record.barcodes = prepared->barcodes;
  work.record.inks = prepared->inks;
  work.prepared = std::move(*prepared);
  if (IsSeparatorSheet(work.record)) MarkSeparatorSheet(work);
  return Status();
}

void MarkSeparatorSheet(PageWork& work) {
  work.record.quality.blank = true;
  work.record.quality.flags.emplace_back("separator_sheet");
  work.prepared.quality = work.record.quality;
}

std::unique_ptr<PageStage> NewPrepareStage(PageImaging& imaging) {
  return std::make_unique<PrepareStage>(imaging);
}

}  // namespace sohoa
