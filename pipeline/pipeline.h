// SPDX-License-Identifier: Apache-2.0
//
// The pipeline as data: which stages there are, in which order, and which run of them one
// worker executes (a service).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/stage.h"

namespace sohoa {

// decode, prepare, recognise, encode. Both tools must outlive the stages.
std::vector<std::unique_ptr<PageStage>> MakePageStages(PageImaging& imaging, OcrEngine& engine);
// The part of them for those who want no image of the page: decode, prepare, recognise.
std::vector<std::unique_ptr<PageStage>> MakeReadingStages(PageImaging& imaging, OcrEngine& engine);
// separate, classify, extract, render, verify.
std::vector<std::unique_ptr<DossierStage>> MakeDossierStages();
// The part of them that needs no archive: separate, classify, extract.
std::vector<std::unique_ptr<DossierStage>> MakeUnderstandingStages();

// Names of the services a worker can offer: "page", "dossier".
std::vector<std::string> ServiceNames();

// A stage as a service runs it, and the version of it that this program has.
struct StageVersion {
  std::string service;
  std::string stage;
  int version = 0;
  bool operator==(const StageVersion&) const = default;
};
// Of all services, in the order in which they run.
std::vector<StageVersion> AllStageVersions();

// Runs the stages in order; an error carries the stage's name in front ("decode: ...") and
// `failed_stage` names it.
Status RunPageStages(const std::vector<std::unique_ptr<PageStage>>& stages, PageWork& work,
                     const StageContext& context, std::string* failed_stage);
Status RunDossierStages(const std::vector<std::unique_ptr<DossierStage>>& stages, DossierWork& work,
                        const StageContext& context, std::string* failed_stage);

}  // namespace sohoa
