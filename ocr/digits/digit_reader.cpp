// SPDX-License-Identifier: Apache-2.0
#include "ocr/digits/digit_reader.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "core/embedded_file.h"
#include "ocr/digits/digit_decoder.h"
#include "ocr/digits/slot_finder.h"
#include "ocr/lines/convolution_model.h"
#include "ocr/lines/convolutional_network.h"

SOHOA_EMBED_FILE(sohoa_digit_model, SOHOA_DIGIT_MODEL);

namespace sohoa {

Result<std::shared_ptr<const DigitReader>> DigitReader::Open(std::string_view bytes, LineKernel kernel) {
  Result<ConvolutionModel> model = ReadConvolutionModel(bytes);
  if (!model) return model.status();
  if (model->alphabet != kDigitAlphabet) {
    return Status(StatusCode::kCorruption, "open digit model " + model->name + ": its alphabet is not that of digits; use the file that training/ made");
  }
  return std::shared_ptr<const DigitReader>(new DigitReader(model->name, MakeConvolutionalNetwork(*model, kernel)));
}

Result<std::shared_ptr<const DigitReader>> DigitReader::OpenBuiltIn(LineKernel kernel) {
  return Open(EmbeddedBytes(sohoa_digit_model_begin, sohoa_digit_model_end), kernel);
}

std::vector<DigitSlot> DigitReader::Read(const SlotPixels& pixels, const std::vector<Line>& lines) const {
  const Box page{0, 0, pixels.reading.width(), pixels.reading.height()};
  std::vector<SlotCrop> crops;
  std::vector<DigitSlot> slots;
  for (const SlotPlace& place : FindDigitSlots(lines, page)) {
    std::optional<SlotCrop> crop = CropSlot(pixels, place, lines);
    if (!crop) continue;
    slots.push_back({place.kind, crop->box, crop->print, {}});
    crops.push_back(std::move(*crop));
  }
  std::vector<const GrayImage*> images;
  for (const SlotCrop& crop : crops) images.push_back(&crop.image);
  const std::vector<LineOutputs> outputs = network_->RunEach(images);
  for (std::size_t i = 0; i < slots.size(); ++i) slots[i].readings = DecodeDigits(outputs[i], slots[i].kind);
  return slots;
}

}  // namespace sohoa
