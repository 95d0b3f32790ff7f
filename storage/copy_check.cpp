// SPDX-License-Identifier: Apache-2.0
#include "storage/copy_check.h"

#include <random>
#include <utility>
#include <vector>

namespace sohoa {
namespace {

constexpr std::size_t kSampledBlobs = 256;

// Each blob is as likely as any other, and they are gone through once.
Result<std::vector<Sha256>> DrawBlobs(BlobStore& blobs) {
  std::vector<Sha256> drawn;
  std::uint64_t seen = 0;
  std::mt19937_64 random{std::random_device()()};
  const Status listed = blobs.List([&](const BlobInfo& blob) {
    ++seen;
    if (drawn.size() < kSampledBlobs) {
      drawn.push_back(blob.sha256);
    } else if (const std::uint64_t at = random() % seen; at < kSampledBlobs) {
      drawn[at] = blob.sha256;
    }
    return true;
  });
  if (!listed.ok()) return listed;
  return drawn;
}

}  // namespace

Result<std::uint64_t> CheckSomeBlobs(BlobStore& blobs, const BackupProgress& progress) {
  const Result<std::vector<Sha256>> drawn = DrawBlobs(blobs);
  if (!drawn) return drawn.status();
  for (std::uint64_t i = 0; i < drawn->size(); ++i) {
    if (progress && !progress("check", i, drawn->size())) return Status(StatusCode::kCancelled, "check backup: cancelled");
    if (const Status status = blobs.Check((*drawn)[i]); !status.ok()) return status;
  }
  return std::uint64_t{drawn->size()};
}

Result<FixityReport> CheckWholeCopy(Archive& copy, const BackupProgress& progress) {
  Result<FixityReport> report = copy.Verify("", nullptr, [&progress](std::uint64_t done, std::uint64_t total) {
    return !progress || progress("check", done, total);
  });
  if (!report) return report;
  std::vector<FixityProblem> problems;
  for (FixityProblem& problem : report->problems) {
    if (problem.kind == FixityProblem::Kind::kExtra) {
      ++report->blobs;
      const Status whole = copy.blobs().Check(problem.sha256);
      if (whole.ok()) continue;
      problem.kind = FixityProblem::Kind::kChanged;
      problem.detail = whole.message();
    }
    problems.push_back(std::move(problem));
  }
  report->problems = std::move(problems);
  return report;
}

Status WholeOrNot(const FixityReport& report, const std::string& what) {
  if (report.problems.empty()) return {};
  const FixityProblem& first = report.problems.front();
  return Status(StatusCode::kCorruption, what + ": problems: " + std::to_string(report.problems.size()) + ", the first: " +
                                             std::string(FixityKindName(first.kind)) + " " + first.what + " " + first.dossier + " " +
                                             first.object + " " + first.detail);
}

}  // namespace sohoa
