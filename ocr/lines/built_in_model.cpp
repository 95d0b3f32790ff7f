// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/built_in_model.h"

#include "core/embedded_file.h"

SOHOA_EMBED_FILE(sohoa_line_model, SOHOA_LINE_MODEL);

namespace sohoa {

std::string_view BuiltInLineModel() { return EmbeddedBytes(sohoa_line_model_begin, sohoa_line_model_end); }

}  // namespace sohoa
