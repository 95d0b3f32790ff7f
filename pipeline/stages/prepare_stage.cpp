// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/page_stages.h"

namespace sohoa {
namespace {

// Below it the shape of the page does not tell how it lies, and its letters are asked.
constexpr double kSureOfShape = 0.6;
// Below it the letters do not tell either, and the page stays as it was fed.
constexpr double kSureOfLetters = 0.5;

class PrepareStage : public PageStage {
 public:
  PrepareStage(PageImaging& imaging, OcrEngine& engine) : imaging_(imaging), engine_(engine) {}

  std::string_view Name() const override { return "prepare"; }
  int Version() const override { return 1; }

  Status Run(PageWork& work, const StageContext& context) override {
    PrepareOptions options;
    Result<PreparedPage> prepared = imaging_.Prepare(work.decoded, options);
    if (!prepared) return prepared.status();
    if (!prepared->quality.blank && prepared->orientation_confidence < kSureOfShape) {
      context.progress();
      const int rotation = RotationByLetters(work.decoded);
      if (rotation != prepared->geometry.rotation) {
        options.rotation = rotation;
        prepared = imaging_.Prepare(work.decoded, options);
        if (!prepared) return prepared.status();
      }
    }
    work.decoded = DecodedPage();  // its pixels are not needed any more
    work.record.geometry = prepared->geometry;
    work.record.quality = prepared->quality;
    work.record.barcodes = prepared->barcodes;
    work.record.inks = prepared->inks;
    work.prepared = std::move(*prepared);
    return Status();
  }

 private:
  int RotationByLetters(const DecodedPage& page) {
    const Result<Orientation> orientation = engine_.DetectOrientation(page);
    if (!orientation || orientation->confidence < kSureOfLetters) return 0;
    return orientation->rotation;
  }

  PageImaging& imaging_;
  OcrEngine& engine_;
};

}  // namespace

std::unique_ptr<PageStage> NewPrepareStage(PageImaging& imaging, OcrEngine& engine) {
  return std::make_unique<PrepareStage>(imaging, engine);
}

}  // namespace sohoa
