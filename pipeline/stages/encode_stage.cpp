// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/page_stages.h"

namespace sohoa {
namespace {

class EncodeStage : public PageStage {
 public:
  explicit EncodeStage(PageImaging& imaging) : imaging_(imaging) {}

  std::string_view Name() const override { return "encode"; }
  int Version() const override { return 2; }

  Status Run(PageWork& work, const StageContext&) override {
    Result<PageLayer> layer = imaging_.EncodeLayer(work.prepared, EncodeOptions());
    if (!layer) return layer.status();
    work.record.layer = std::move(*layer);
    work.record.layer_sha256 = Sha256::Of(work.record.layer.bytes);
    work.prepared = PreparedPage();
    return Status();
  }

 private:
  PageImaging& imaging_;
};

}  // namespace

std::unique_ptr<PageStage> NewEncodeStage(PageImaging& imaging) {
  return std::make_unique<EncodeStage>(imaging);
}

}  // namespace sohoa
