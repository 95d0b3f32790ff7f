// SPDX-License-Identifier: Apache-2.0
//
// sohoa-stress: torments a whole installation and judges it from outside. docs/RELIABILITY.md
// has what it does and what came of it.
//
//   sohoa-stress [--seconds N | --minutes N] [--seed N] [--only kind,kind] ...
#include <CLI/CLI.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "stress/campaign.h"
#include "stress/desk.h"
#include "stress/processes.h"
#include "stress/watcher.h"

namespace {

using namespace sohoa;

void AddPlan(CLI::App& app, PlanRules& rules) {
  app.add_option("--seed", rules.seed, "of everything that is left to chance");
  app.add_option("--hostile", rules.hostile_percent, "percent of originals that ask for a fault");
  app.add_option("--slow", rules.slow_ms, "milliseconds that reading a page takes");
  app.add_option("--most-pages", rules.most_pages, "of a dossier");
}

struct Arguments {
  CampaignOptions campaign;
  DeskArguments desk;
  WatcherArguments watcher;
  std::int64_t seconds = 60;
  std::int64_t minutes = 0;
  std::int64_t drain_s = 180;
  std::uint64_t disk_mb = 0;
  bool keep = false;
};

void AddCampaign(CLI::App& app, Arguments& arguments) {
  CampaignOptions& campaign = arguments.campaign;
  AddPlan(app, campaign.world.rules);
  app.add_option("--seconds", arguments.seconds, "of faults");
  app.add_option("--minutes", arguments.minutes, "of faults");
  app.add_option("--drain", arguments.drain_s, "seconds after the last fault in which all must be done");
  app.add_option("--folder", campaign.world.folder, "for everything; made and removed when not given");
  app.add_option("--sohoa", campaign.world.sohoa, "the program to torment");
  app.add_option("--power-cut", campaign.world.power_cut, "library that loses what a killed coordinator had not synced");
  app.add_option("--desks", campaign.world.desks);
  app.add_option("--workers", campaign.world.workers);
  app.add_option("--dossiers", campaign.world.most_dossiers, "of a desk; 0 = as many as there is time for");
  app.add_option("--disk", arguments.disk_mb, "MiB of a disk of its own for the archive, to be filled");
  app.add_flag("--namespaces", campaign.world.namespaces, "workers behind a cable that is pulled");
  app.add_flag("--no-faults", campaign.no_faults);
  app.add_option("--only", campaign.faults.only, "kinds of faults")->delimiter(',');
  app.add_option("--most-faults", campaign.faults.most, "0 = as many as there is time for");
  app.add_option("--least-pause", campaign.faults.least_pause_ms, "ms between faults");
  app.add_option("--most-pause", campaign.faults.most_pause_ms, "ms between faults");
  app.add_option("--compare-every", campaign.compare_every, "documents of every Nth dossier are made once more; 0 = none");
  app.add_option("--expect-broken", campaign.expect_broken, "promises of which one must be found broken: the program is sabotaged")
      ->delimiter(',');
  app.add_flag("--stop-at-violation", campaign.stop_at_violation, "judge as soon as a client sees a broken promise");
  app.add_flag("--keep", arguments.keep, "leave the folder");
}

int Torment(Arguments& arguments) {
  CampaignOptions& campaign = arguments.campaign;
  if (campaign.world.rules.seed == 0) campaign.world.rules.seed = std::random_device()();
  std::printf("== seed %llu\n", static_cast<unsigned long long>(campaign.world.rules.seed));
  std::fflush(stdout);
  std::string folder = "/tmp/sohoa-stress-XXXXXX";
  if (campaign.world.folder.empty()) {
    if (mkdtemp(folder.data()) == nullptr) return 1;
    campaign.world.folder = folder;
  }
  std::filesystem::create_directories(campaign.world.folder);
  campaign.world.self = std::filesystem::read_symlink("/proc/self/exe").string();
  const std::filesystem::path programs = std::filesystem::path(campaign.world.self).parent_path();
  if (campaign.world.sohoa.empty()) campaign.world.sohoa = programs / "sohoa";
  campaign.world.null_reader = programs / "sohoa-null-reader";
  campaign.world.disk_bytes = arguments.disk_mb << 20;
  campaign.faults.seed = campaign.world.rules.seed;
  campaign.run_ms = arguments.minutes > 0 ? arguments.minutes * 60'000 : arguments.seconds * 1'000;
  campaign.drain_ms = arguments.drain_s * 1'000;
  AdoptOrphans();
  const int verdict = RunCampaign(campaign);
  if (arguments.keep || verdict != 0) {
    std::printf("== everything is in %s\n", campaign.world.folder.c_str());
  } else {
    std::filesystem::remove_all(campaign.world.folder);
  }
  return verdict;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("Torments a whole installation and judges it from outside");
  AddCampaign(app, arguments);
  CLI::App* desk = app.add_subcommand("desk", "a desk; started by the program itself");
  AddPlan(*desk, arguments.desk.rules);
  desk->add_option("--endpoint", arguments.desk.endpoint);
  desk->add_option("--key", arguments.desk.key_file);
  desk->add_option("--server-key", arguments.desk.server_key);
  desk->add_option("--log", arguments.desk.log);
  desk->add_option("--stop-file", arguments.desk.stop_file);
  desk->add_option("--desk", arguments.desk.desk);
  desk->add_option("--dossiers", arguments.desk.most_dossiers);
  CLI::App* watch = app.add_subcommand("watch", "a reader of the archive; started by the program itself");
  AddPlan(*watch, arguments.watcher.rules);
  watch->add_option("--endpoint", arguments.watcher.endpoint);
  watch->add_option("--log", arguments.watcher.log);
  watch->add_option("--stop-file", arguments.watcher.stop_file);
  watch->add_option("--desk-logs", arguments.watcher.desk_logs);
  watch->add_option("--http", arguments.watcher.http_port);
  CLI11_PARSE(app, argc, argv);
  if (*desk) {
    const int ended = RunDesk(arguments.desk);
    std::ofstream(arguments.desk.log + ".finished") << "\n";
    return ended;
  }
  if (*watch) return RunWatcher(arguments.watcher);
  return Torment(arguments);
}
