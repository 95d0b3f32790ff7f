// SPDX-License-Identifier: Apache-2.0
#include "workers/versions.h"

#include <algorithm>

namespace sohoa {
namespace {

bool Offers(const std::vector<std::string>& services, const std::string& service) {
  return std::find(services.begin(), services.end(), service) != services.end();
}

// 0 where it has no such stage.
int VersionIn(const ProgramVersions& versions, const StageVersion& wanted) {
  for (const StageVersion& stage : versions.stages) {
    if (stage.service == wanted.service && stage.stage == wanted.stage) return stage.version;
  }
  return 0;
}

std::string NameOf(const ProgramVersions& versions) {
  return versions.program.empty() ? "a program that does not say its version" : "version " + versions.program;
}

Status Refusal(const ProgramVersions& own, const ProgramVersions& theirs, std::string_view who, const std::string& why, bool theirs_is_older) {
  const std::string remedy = theirs_is_older ? "it is older: upgrade sohoa on its host" : "it is newer: upgrade sohoa on the coordinator's host first";
  return Status(StatusCode::kUnsupported, "take " + std::string(who) + " (" + NameOf(theirs) + ", the coordinator has " + own.program + "): " + why +
                                              "; " + remedy);
}

}  // namespace

std::string ProgramVersion() { return SOHOA_VERSION; }

ProgramVersions OwnVersions(const std::vector<std::string>& services) {
  ProgramVersions versions{kOldestProtocol, kProtocolVersion, ProgramVersion(), {}};
  for (StageVersion& stage : AllStageVersions()) {
    if (Offers(services, stage.service)) versions.stages.push_back(std::move(stage));
  }
  return versions;
}

Result<std::uint32_t> CommonProtocol(const ProgramVersions& own, const ProgramVersions& theirs, std::string_view who) {
  const std::uint32_t newest = std::min(own.newest_protocol, theirs.newest_protocol);
  if (newest >= std::max(own.oldest_protocol, theirs.oldest_protocol)) return newest;
  const bool older = theirs.newest_protocol < own.oldest_protocol;
  const std::uint32_t spoken = older ? theirs.newest_protocol : theirs.oldest_protocol;
  return Refusal(own, theirs, who, "it speaks protocol " + std::to_string(spoken) + (older ? " at most" : " at least") + ", not " +
                                       std::to_string(older ? own.oldest_protocol : own.newest_protocol), older);
}

Status CheckWorkerVersions(const ProgramVersions& own, const ProgramVersions& theirs, const std::vector<std::string>& services,
                           std::string_view who) {
  const Result<std::uint32_t> protocol = CommonProtocol(own, theirs, who);
  if (!protocol) return protocol.status();
  for (const StageVersion& stage : own.stages) {
    if (!Offers(services, stage.service)) continue;
    const int version = VersionIn(theirs, stage);
    if (version == stage.version) continue;
    const std::string has = version == 0 ? "no stage " + stage.stage : "stage " + StageMark(stage.stage, version);
    return Refusal(own, theirs, who, "it has " + has + ", not " + StageMark(stage.stage, stage.version), version < stage.version);
  }
  // What it would do besides, nobody here knows.
  for (const StageVersion& stage : theirs.stages) {
    if (Offers(services, stage.service) && VersionIn(own, stage) == 0) {
      return Refusal(own, theirs, who, "it has stage " + StageMark(stage.stage, stage.version) + ", which is not known here", false);
    }
  }
  for (const std::string& service : services) {
    const bool known = std::any_of(own.stages.begin(), own.stages.end(), [&service](const StageVersion& stage) { return stage.service == service; });
    if (!known) return Refusal(own, theirs, who, "it offers service " + service + ", which is not known here", false);
  }
  return Status();
}

}  // namespace sohoa
