// SPDX-License-Identifier: Apache-2.0
//
// `sohoa retention confirm` and `reclaim` are killed at every step that they take on the archive's
// files: kill -9, which leaves what was written, and a power cut, which leaves what was synced.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "cli/command_runner.h"
#include "cli/running_server.h"
#include "storage/archive.h"
#include "storage/dossier_disposal.h"
#include "storage/key_layout.h"
#include "storage/retention_records.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kGoing = {"H42.18-260930-0041", "H42.18-260930-0042", "H42.18-260930-0043"};
const std::string kStaying = "H42.18-260930-0044";
constexpr int kKilled = 128 + SIGKILL;
constexpr int kMostSteps = 2'000;

// In the environment of commands that are started meanwhile.
class Setting {
 public:
  Setting(const char* name, const std::string& value) : name_(name) { setenv(name, value.c_str(), 1); }
  ~Setting() { unsetenv(name_); }
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;

 private:
  const char* name_;
};

class DisposalCrash : public ::testing::TestWithParam<bool> {  // true: power is cut
 protected:
  void SetUp() override {
    std::ofstream(sohoa_.folder() / "sohoa.toml") << "[agency]\norgan_id = \"H42.18\"\n[reader]\nengine = \"null\"\n";
    // What all have, and what one has for itself.
    for (std::size_t i = 0; i < kGoing.size(); ++i) HandIn(kGoing[i], i == 0 ? ".png" : i == 1 ? ".jpg" : "");
    HandIn(kStaying, "");
    for (const std::string& code : kGoing) {
      const CommandResult set = sohoa_.Run({"retention", "set", code, "--period", "06", "--closed", "2001-06-30", "--reason", "danh mục", "--by", "A"});
      ASSERT_EQ(set.exit_code, 0) << set.err;
    }
    std::vector<std::string> propose = {"retention", "propose", "--reason", "hết thời hạn", "--by", "A"};
    propose.insert(propose.end(), kGoing.begin(), kGoing.end());
    const CommandResult proposed = sohoa_.Run(propose);
    ASSERT_EQ(proposed.exit_code, 0) << proposed.err;
  }

  void HandIn(const std::string& code, const std::string& own) {
    std::vector<std::string> submit = {"submit", "--dossier", code, "--wait", SampleWith(".tif").string()};
    if (!own.empty()) submit.push_back(SampleWith(own).string());
    const CommandResult submitted = sohoa_.Run(submit);
    ASSERT_EQ(submitted.exit_code, 0) << submitted.err;
  }

  // For as long as this is there, what is started is killed before its step of this number.
  class Killing {
   public:
    Killing(const fs::path& folder, int step, bool cuts_power)
        : preload_("LD_PRELOAD", Library("kill-at-step") + (cuts_power ? ":" + Library("power-cut") : "")),
          under_("KILL_UNDER", folder.string()),
          logs_under_("POWER_CUT_UNDER", folder.string()),
          at_("KILL_AT_STEP", std::to_string(step)) {}

   private:
    static std::string Library(const std::string& name) { return std::string(std::getenv("SOHOA_BIN_DIR")) + "/sohoa-" + name + ".so"; }
    const Setting preload_;
    const Setting under_;
    const Setting logs_under_;
    const Setting at_;
  };
  fs::path folder() const { return sohoa_.folder() / "archive"; }
  int RunKilledAt(int step, const std::vector<std::string>& command) const {
    const Killing killing(folder(), step, GetParam());
    return sohoa_.Run(command).exit_code;
  }
  // What is written is there after a signal whether it was synced or not: every second step will do.
  int NextStep(int step) const { return step + (GetParam() ? 1 : 2); }

  std::unique_ptr<Archive> Open() const {
    Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder().string());
    EXPECT_TRUE(archive) << archive.status().ToString();
    return archive ? std::move(*archive) : nullptr;
  }

  // Keys that lead to a dossier, but for those that tell that it was.
  static std::vector<std::string> KeysOf(Archive& archive, const std::string& code) {
    std::vector<std::string> keys;
    EXPECT_TRUE(archive.meta().Scan("", "", [&](std::string_view key, std::string_view value) {
      const bool journal = key.starts_with(kEventPrefix) || key.starts_with(kAuditPrefix) || key.starts_with(kProposalPrefix) ||
                           key == kFixityProgressKey;  // whose records were checked last
      const bool names = key.find(code) != std::string_view::npos || value.find(code) != std::string_view::npos;
      if (names && !journal && key != CertificateKey(code)) keys.emplace_back(key);
      return true;
    }).ok());
    return keys;
  }

  // Blobs that wait to be removed.
  static std::size_t Condemned(Archive& archive) {
    const Result<std::vector<Sha256>> blobs = CondemnedBlobs(archive.meta(), 1000);
    EXPECT_TRUE(blobs);
    return blobs ? blobs->size() : 0;
  }

  // Every dossier is there whole, or is gone with its certificate, event and audit record; how many are gone.
  static std::size_t CountGone(Archive& archive) {
    const Result<FixityReport> report = archive.Verify("", {}, {});
    EXPECT_TRUE(report) << report.status().ToString();
    for (const FixityProblem& problem : report->problems) {
      ADD_FAILURE() << FixityKindName(problem.kind) << " " << problem.what << " " << problem.object << " " << problem.detail;
    }
    std::size_t events = 0;
    const Result<std::vector<ArchiveEvent>> told = archive.Events(0, 1000);
    EXPECT_TRUE(told);
    for (const ArchiveEvent& event : *told) {
      events += event.kind == "dossier.disposed" ? 1 : 0;
      EXPECT_NE(event.kind, "fixity.damaged");
    }
    std::size_t gone = 0;
    for (const std::string& code : kGoing) {
      const auto certificate = ReadCertificate(ReadFrom(archive.meta()), code);
      EXPECT_TRUE(certificate);
      if (archive.GetDossier(code)) {
        EXPECT_FALSE(*certificate) << code << " is there, and is said to be gone";
        continue;
      }
      ++gone;
      EXPECT_TRUE(*certificate) << code << " is gone, and nothing says so";
      EXPECT_EQ(KeysOf(archive, code), std::vector<std::string>());
    }
    EXPECT_EQ(events, gone);
    EXPECT_TRUE(archive.GetDossier(kStaying));
    return gone;
  }

  CommandRunner sohoa_;
};

TEST_P(DisposalCrash, AListIsGoneThroughDossierByDossierWhereverItIsKilled) {
  const std::vector<std::string> confirm = {"retention", "confirm", "1", "--by", "B"};
  fs::copy(folder(), sohoa_.folder() / "before", fs::copy_options::recursive);
  std::set<std::size_t> seen;
  int step = 1;
  for (int code = kKilled; code == kKilled; step = NextStep(step)) {
    ASSERT_LT(step, kMostSteps);
    fs::remove_all(folder());
    fs::remove(sohoa_.folder() / "archive.beacon");
    fs::copy(sohoa_.folder() / "before", folder(), fs::copy_options::recursive);
    code = RunKilledAt(step, confirm);
    ASSERT_TRUE(code == kKilled || code == 0) << code;
    seen.insert(CountGone(*Open()));
    ASSERT_FALSE(HasFailure()) << "killed at step " << step;
    // What was begun is gone on with.
    ASSERT_EQ(sohoa_.Run(confirm).exit_code, 0) << "after step " << step;
    const std::unique_ptr<Archive> archive = Open();
    EXPECT_EQ(CountGone(*archive), kGoing.size());
    EXPECT_EQ(Condemned(*archive), 0u);
  }
  EXPECT_EQ(seen.size(), kGoing.size() + 1) << "it was killed between all of them";
}

TEST_P(DisposalCrash, FilesThatAreWrittenAnewLoseNothingWhereverThatIsKilled) {
  ASSERT_EQ(sohoa_.Run({"retention", "confirm", "1", "--by", "B"}).exit_code, 0);
  int step = 1;
  for (int code = kKilled; code == kKilled; step = NextStep(step)) {
    ASSERT_LT(step, kMostSteps);
    code = RunKilledAt(step, {"retention", "reclaim"});
    ASSERT_TRUE(code == kKilled || code == 0) << code;
    EXPECT_EQ(CountGone(*Open()), kGoing.size());
    ASSERT_FALSE(HasFailure()) << "killed at step " << step;
  }
  EXPECT_EQ(sohoa_.Run({"verify"}).exit_code, 0);
}

// It is armed once it serves, so that steps are those of the disposal.
TEST_P(DisposalCrash, AServerThatIsStartedAnewTakesUpWhatItsKillLeft) {
  const fs::path armed = sohoa_.folder() / "armed";
  const std::vector<std::string> serve = {"serve", "--http", "127.0.0.1:0", "--workers", "1"};
  const std::vector<std::string> confirm = {"retention", "confirm", "1", "--by", "B"};
  std::size_t gone = 0;
  for (int step = 4; gone < kGoing.size(); step += 3) {
    ASSERT_LT(step, kMostSteps);
    {
      const Killing killing(folder(), step, GetParam());
      const Setting when("KILL_ARMED", armed.string());
      const pid_t killed = sohoa_.Start(serve);
      ASSERT_TRUE(WaitForServer(sohoa_));
      std::ofstream(armed) << "";
      unsetenv("LD_PRELOAD");
      // Who asks would go on asking until a server answers.
      const pid_t asking = sohoa_.Start(confirm);
      while (!sohoa_.Ended(killed) && !sohoa_.Ended(asking)) std::this_thread::sleep_for(std::chrono::milliseconds(10));
      sohoa_.Stop(asking, SIGKILL);
      sohoa_.Stop(killed, SIGKILL);
    }
    fs::remove(armed);
    fs::remove(folder() / "endpoint");
    gone = CountGone(*Open());
    ASSERT_FALSE(HasFailure()) << "killed at step " << step;
    const pid_t server = sohoa_.Start(serve);
    ASSERT_TRUE(WaitForServer(sohoa_));
    EXPECT_EQ(sohoa_.Run({"verify"}).exit_code, 0);
    EXPECT_EQ(sohoa_.Stop(server, SIGTERM), 0);
    EXPECT_EQ(Condemned(*Open()), 0u) << "killed at step " << step;
  }
}

INSTANTIATE_TEST_SUITE_P(Kills, DisposalCrash, ::testing::Bool(), [](const auto& kind) { return kind.param ? "ByAPowerCut" : "ByASignal"; });

}  // namespace
}  // namespace sohoa
