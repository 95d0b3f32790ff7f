// SPDX-License-Identifier: Apache-2.0
//
// The stages of the dossier service.
#pragma once

#include <memory>

#include "pipeline/stage.h"

namespace sohoa {

// Pages to documents.
std::unique_ptr<DossierStage> NewSeparateStage();
// The class of each document.
std::unique_ptr<DossierStage> NewClassifyStage();
// Fields and tables of each document.
std::unique_ptr<DossierStage> NewExtractStage();
// One searchable PDF/A a document, into the scratch folder.
std::unique_ptr<DossierStage> NewRenderStage();
// Reads what render wrote again and compares it with the pages it was made of.
std::unique_ptr<DossierStage> NewVerifyStage();

}  // namespace sohoa
