// SPDX-License-Identifier: Apache-2.0
//
// A network scanner to try things with: draws sheets, loads them and says by which name SANE
// opens it. Commands over HTTP are in escl_server.h.
//
//   escl-scanner [--port N] [--sheets 10] [--loaded 10] [--dpi 300] [--pace-ms 0]
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <unistd.h>

#include "samples/sample_files.h"
#include "samples/sample_pages.h"
#include "scanners/escl_server.h"

namespace sohoa {
namespace {

struct Arguments {
  std::uint16_t port = 0;
  std::size_t sheets = 10;  // that it has
  int loaded = -1;          // in the feeder at first; -1 = all of them
  int dpi = 300;
  int pace_ms = 0;
};

Arguments Parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const int value = std::atoi(argv[i + 1]);
    if (name == "--port") arguments.port = static_cast<std::uint16_t>(value);
    if (name == "--sheets") arguments.sheets = static_cast<std::size_t>(value);
    if (name == "--loaded") arguments.loaded = value;
    if (name == "--dpi") arguments.dpi = value;
    if (name == "--pace-ms") arguments.pace_ms = value;
  }
  return arguments;
}

Result<std::string> Side(std::uint64_t number, int dpi) {
  constexpr SampleKind kKinds[] = {SampleKind::kDeclaration, SampleKind::kBlank, SampleKind::kDecision, SampleKind::kLetter,
                                   SampleKind::kReceipt};
  const SampleKind kind = kKinds[number % std::size(kKinds)];
  const Result<SamplePage> page = DrawSamplePage(kind, 0, {.dpi = dpi, .seed = number + 1, .degradation = Degradation::kLight});
  if (!page) return page.status();
  return EncodeJpeg(page->image, 85);
}

int Run(const Arguments& arguments) {
  std::vector<EsclSheet> sheets;
  for (std::size_t i = 0; i < arguments.sheets; ++i) {
    Result<std::string> front = Side(2 * i, arguments.dpi);
    Result<std::string> back = Side(2 * i + 1, arguments.dpi);
    if (!front || !back) {
      std::fprintf(stderr, "escl-scanner: %s\n", (front ? back : front).status().ToString().c_str());
      return 1;
    }
    sheets.push_back({std::move(*front), std::move(*back)});
  }
  EsclServer server(std::move(sheets), arguments.dpi);
  if (!server.Listen(arguments.port)) {
    std::fprintf(stderr, "escl-scanner: port %d is taken\n", static_cast<int>(arguments.port));
    return 1;
  }
  server.SetPace(std::chrono::milliseconds(arguments.pace_ms));
  server.Load(arguments.loaded < 0 ? arguments.sheets : static_cast<std::size_t>(arguments.loaded));
  std::printf("%s\nsane:%s\n", server.Url().c_str(), server.SaneName().c_str());
  std::fflush(stdout);
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  int signal = 0;
  sigwait(&ends, &signal);
  return 0;
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  return sohoa::Run(sohoa::Parse(argc, argv));
}
