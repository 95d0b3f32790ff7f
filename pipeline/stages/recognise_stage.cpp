// SPDX-License-Identifier: Apache-2.0
#include "documents/page_signs.h"
#include "ocr/text_sense.h"
#include "pipeline/stages/page_stages.h"
#include "pipeline/stages/prepared_page.h"

namespace sohoa {
namespace {

// Below it the letters do not tell how a page lies, and it stays as it was fed.
constexpr double kSureOfLetters = 0.5;

class RecogniseStage : public PageStage {
 public:
  RecogniseStage(PageImaging& imaging, OcrEngine& engine) : imaging_(imaging), engine_(engine) {}

  std::string_view Name() const override { return "recognise"; }
  int Version() const override { return 6; }

  Status Run(PageWork& work, const StageContext& context) override {
    if (work.prepared.quality.blank) {
      ClearText(work);
      return End(work);
    }
    Status read = Read(work);
    if (read.ok() && IsPatchSheet(work.record)) {
      MarkSeparatorSheet(work);
      ClearText(work);
      return End(work);
    }
    const bool turn = read.ok() && !work.rotation && !SenseOf(work.record.text).MakesSense();
    if (!turn) return read.ok() ? End(work) : read;
    context.progress();
    const int rotation = RotationByLetters(work.decoded);
    if (rotation == work.prepared.geometry.rotation) return End(work);
    if (const Status prepared = PrepareAs(rotation, imaging_, work); !prepared.ok()) return prepared;
    context.progress();
    read = Read(work);
    return read.ok() ? End(work) : read;
  }

 private:
  void ClearText(PageWork& work) {
    work.record.text = PageText();
    work.record.text.engine = engine_.Name();
    work.record.text.model = engine_.Model();
  }

  Status Read(PageWork& work) {
    Result<PageText> text = engine_.Recognise(work.prepared);
    if (!text) return text.status();
    work.record.text = std::move(*text);
    return Status();
  }

  int RotationByLetters(const DecodedPage& page) {
    const Result<Orientation> orientation = engine_.DetectOrientation(page);
    if (!orientation || orientation->confidence < kSureOfLetters) return 0;
    return orientation->rotation;
  }

  // The page as it was decoded is not needed any more.
  static Status End(PageWork& work) {
    work.decoded = DecodedPage();
    return Status();
  }

  PageImaging& imaging_;
  OcrEngine& engine_;
};

}  // namespace

std::unique_ptr<PageStage> NewRecogniseStage(PageImaging& imaging, OcrEngine& engine) {
  return std::make_unique<RecogniseStage>(imaging, engine);
}

}  // namespace sohoa
