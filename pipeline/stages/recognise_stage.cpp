// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/page_stages.h"

namespace sohoa {
namespace {

class RecogniseStage : public PageStage {
 public:
  explicit RecogniseStage(OcrEngine& engine) : engine_(engine) {}

  std::string_view Name() const override { return "recognise"; }
  int Version() const override { return 1; }

  Status Run(PageWork& work, const StageContext&) override {
    if (work.prepared.quality.blank) {
      work.record.text = PageText();
      work.record.text.engine = engine_.Name();
      work.record.text.model = engine_.Model();
      return Status();
    }
    Result<PageText> text = engine_.Recognise(work.prepared);
    if (!text) return text.status();
    work.record.text = std::move(*text);
    return Status();
  }

 private:
  OcrEngine& engine_;
};

}  // namespace

std::unique_ptr<PageStage> NewRecogniseStage(OcrEngine& engine) {
  return std::make_unique<RecogniseStage>(engine);
}

}  // namespace sohoa
