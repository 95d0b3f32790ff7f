// SPDX-License-Identifier: Apache-2.0
#include "ocr/null_engine.h"

namespace sohoa {
namespace {

class NullEngine final : public OcrEngine {
 public:
  std::string Name() const override { return "null"; }
  std::string Model() const override { return ""; }

  Result<PageText> Recognise(const PreparedPage&) override {
    PageText text;
    text.engine = Name();
    return text;
  }

  Result<Orientation> DetectOrientation(const DecodedPage&) override {
    return Status(StatusCode::kNotFound, "find orientation of page: the null engine reads nothing");
  }
};

}  // namespace

std::unique_ptr<OcrEngine> NewNullEngine() { return std::make_unique<NullEngine>(); }

}  // namespace sohoa
