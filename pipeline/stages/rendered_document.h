// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pipeline/pdf/searchable_pdf.h"
#include "pipeline/stage.h"

namespace sohoa {

// How a document is rendered; render writes by it and verify checks by it.
PdfOptions RenderOptions(const Document& document, const DossierWork& work);

}  // namespace sohoa
