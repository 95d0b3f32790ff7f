// SPDX-License-Identifier: Apache-2.0
#include "pipeline/pipeline.h"

#include <chrono>

#include "pipeline/stages/dossier_stages.h"
#include "pipeline/stages/page_stages.h"

namespace sohoa {
namespace {

template <typename Stage, typename Work>
Status RunStages(const std::vector<std::unique_ptr<Stage>>& stages, Work& work,
                 const StageContext& context, std::string* failed_stage,
                 const std::function<void(const Stage&)>& done) {
  for (const std::unique_ptr<Stage>& stage : stages) {
    if (context.cancelled()) {
      *failed_stage = stage->Name();
      return Status(StatusCode::kCancelled, std::string(stage->Name()) + ": cancelled");
    }
    const auto begin = std::chrono::steady_clock::now();
    const Status status = stage->Run(work, context);
    if (!status.ok()) {
      *failed_stage = stage->Name();
      return Annotate(status, stage->Name());
    }
    const auto took = std::chrono::steady_clock::now() - begin;
    context.took(stage->Name(), static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
    done(*stage);
    context.progress();
  }
  return Status();
}

// Stages are asked for their versions without anything to work with.
class NoTools : public PageImaging, public OcrEngine {
  static Status None() { return Status(StatusCode::kInternal, "run a stage that was made to be asked for its version"); }
  Result<OriginalSummary> Inspect(const OriginalFile&) override { return None(); }
  Result<DecodedPage> Decode(const OriginalFile&, std::uint32_t, const DecodeOptions&) override { return None(); }
  Result<PreparedPage> Prepare(const DecodedPage&, const PrepareOptions&) override { return None(); }
  Result<PageAssessment> Assess(const OriginalFile&, std::uint32_t, const AssessOptions&) override { return None(); }
  Result<PageLayer> EncodeLayer(const PreparedPage&, const EncodeOptions&) override { return None(); }
  Result<std::string> RenderPicture(const PageLayer&, const PictureRequest&) override { return None(); }
  std::string Name() const override { return ""; }
  std::string Model() const override { return ""; }
  Result<PageText> Recognise(const PreparedPage&) override { return None(); }
  Result<Orientation> DetectOrientation(const DecodedPage&) override { return None(); }
};

template <typename Stage>
void AddVersions(const std::string& service, const std::vector<std::unique_ptr<Stage>>& stages, std::vector<StageVersion>& versions) {
  for (const std::unique_ptr<Stage>& stage : stages) versions.push_back({service, std::string(stage->Name()), stage->Version()});
}

}  // namespace

std::vector<StageVersion> AllStageVersions() {
  NoTools tools;
  std::vector<StageVersion> versions;
  AddVersions("page", MakePageStages(tools, tools), versions);
  AddVersions("dossier", MakeDossierStages(), versions);
  return versions;
}

std::string StageMark(std::string_view name, int version) {
  return std::string(name) + "/" + std::to_string(version);
}

std::vector<std::unique_ptr<PageStage>> MakeReadingStages(PageImaging& imaging, OcrEngine& engine) {
  std::vector<std::unique_ptr<PageStage>> stages;
  stages.push_back(NewDecodeStage(imaging));
  stages.push_back(NewPrepareStage(imaging));
  stages.push_back(NewRecogniseStage(imaging, engine));
  return stages;
}

std::vector<std::unique_ptr<PageStage>> MakePageStages(PageImaging& imaging, OcrEngine& engine) {
  std::vector<std::unique_ptr<PageStage>> stages = MakeReadingStages(imaging, engine);
  stages.push_back(NewEncodeStage(imaging));
  return stages;
}

std::vector<std::unique_ptr<DossierStage>> MakeUnderstandingStages() {
  std::vector<std::unique_ptr<DossierStage>> stages;
  stages.push_back(NewSeparateStage());
  stages.push_back(NewClassifyStage());
  stages.push_back(NewExtractStage());
  return stages;
}

std::vector<std::unique_ptr<DossierStage>> MakeDossierStages() {
  std::vector<std::unique_ptr<DossierStage>> stages = MakeUnderstandingStages();
  stages.push_back(NewRenderStage());
  stages.push_back(NewVerifyStage());
  return stages;
}

std::vector<std::string> ServiceNames() { return {"page", "dossier"}; }

Status RunPageStages(const std::vector<std::unique_ptr<PageStage>>& stages, PageWork& work,
                     const StageContext& context, std::string* failed_stage) {
  work.record.made_by.clear();
  return RunStages<PageStage, PageWork>(stages, work, context, failed_stage, [&work](const PageStage& stage) {
    work.record.made_by.push_back(StageMark(stage.Name(), stage.Version()));
  });
}

Status RunDossierStages(const std::vector<std::unique_ptr<DossierStage>>& stages, DossierWork& work,
                        const StageContext& context, std::string* failed_stage) {
  std::vector<std::string> marks;
  const Status status = RunStages<DossierStage, DossierWork>(
      stages, work, context, failed_stage, [&marks](const DossierStage& stage) { marks.push_back(StageMark(stage.Name(), stage.Version())); });
  for (Document& document : work.documents) document.made_by = marks;
  return status;
}

}  // namespace sohoa
