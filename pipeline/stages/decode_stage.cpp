// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/page_stages.h"

namespace sohoa {
namespace {

class DecodeStage : public PageStage {
 public:
  explicit DecodeStage(PageImaging& imaging) : imaging_(imaging) {}

  std::string_view Name() const override { return "decode"; }
  int Version() const override { return 1; }

  Status Run(PageWork& work, const StageContext&) override {
    Result<DecodedPage> decoded = imaging_.Decode(*work.original, work.record.source.index, DecodeOptions());
    if (!decoded) return decoded.status();
    work.decoded = std::move(*decoded);
    return Status();
  }

 private:
  PageImaging& imaging_;
};

}  // namespace

std::unique_ptr<PageStage> NewDecodeStage(PageImaging& imaging) {
  return std::make_unique<DecodeStage>(imaging);
}

}  // namespace sohoa
