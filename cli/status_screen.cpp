// SPDX-License-Identifier: Apache-2.0
#include "cli/status_screen.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "cli/messages.h"
#include "cli/screen_line.h"

namespace sohoa {
namespace {

constexpr double kSilentSeconds = 3;
constexpr double kOldSeconds = 60;

std::string Formatted(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string Count(const JsonView& number) { return Formatted("%.0f", number.number()); }

class StatusScreen {
 public:
  StatusScreen(const JsonView& status, const ScreenLook& look) : status_(status), look_(look) {}

  std::vector<std::string> Draw() {
    Head();
    Gap();
    Lanes();
    Gap();
    Stages();
    Gap();
    Stores();
    Gap();
    Workers();
    return Fitting();
  }

 private:
  ScreenLine Line() const { return ScreenLine(look_.columns, look_.colours); }
  void Put(const ScreenLine& line) { lines_.push_back(line.text()); }
  void Gap() { lines_.emplace_back(); }

  void Head() {
    ScreenLine title = Line();
    title.Add("sohoa", Ink::kHead).Add(Say("  kỷ nguyên ", "  epoch ")).Add(Count(status_["epoch"]));
    title.Add(Say("  chạy được ", "  up ")).Add(ShortTime(status_["uptime_ms"].number() / 1000));
    Put(title);

    const JsonView rate = status_["pages_per_second"];
    ScreenLine speed = Line();
    speed.Add(Say("trang/giây ", "pages/s  ")).Add(Formatted("%.1f", rate["now"].number()), Ink::kHead);
    speed.Add(Say("  một phút ", "  a minute ")).Add(Formatted("%.1f", rate["last_minute"].number())).Add("  ");
    speed.Add(Spark(rate["each_second"].items(), look_.columns > 50 ? look_.columns - 48 : 0), Ink::kGood);
    Put(speed);

    const double quarantined = status_["pages_quarantined"].number();
    ScreenLine pages = Line();
    pages.Add(Say("trang      đã nhận ", "pages    received ")).Add(Count(status_["pages_received"]));
    pages.Add(Say("  đã đọc ", "  done ")).Add(Count(status_["pages_done"]));
    pages.Add(Say("  cách ly ", "  quarantine ")).Add(Count(status_["pages_quarantined"]), quarantined > 0 ? Ink::kWarn : Ink::kPlain);
    pages.Add(Say("  đang nhận ", "  uploads ")).Add(Count(status_["uploads"]));
    Put(pages);

    ScreenLine dossiers = Line();
    dossiers.Add(Say("hồ sơ      đang mở ", "dossiers open ")).Add(Count(status_["dossiers_open"]));
    dossiers.Add(Say("  đang xử lý ", "  at work ")).Add(Count(status_["dossiers_processing"]));
    dossiers.Add(Say("  tra cứu được ", "  searchable ")).Add(Count(status_["dossiers_committed"]));
    Put(dossiers);
  }

  // Higher for more, all of them against the highest.
  std::string Spark(const std::vector<JsonView>& seconds, std::size_t width) const {
    static constexpr std::array<std::string_view, 9> kBlocks = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static constexpr std::array<std::string_view, 9> kLetters = {" ", ".", ".", ":", ":", "-", "=", "+", "#"};
    double most = 1;
    for (const JsonView& second : seconds) most = std::max(most, second.number());
    std::string line;
    for (std::size_t i = seconds.size() > width ? seconds.size() - width : 0; i < seconds.size(); ++i) {
      const auto height = static_cast<std::size_t>(std::ceil(8 * seconds[i].number() / most));
      line += (look_.blocks ? kBlocks : kLetters)[std::min<std::size_t>(height, 8)];
    }
    return line;
  }

  void Lanes() {
    ScreenLine head = Line();
    head.Add(Say("LUỒNG", "LANE"), Ink::kHead).RightAt(20, Say("CHỜ", "WAITING"), Ink::kHead);
    head.RightAt(30, Say("ĐANG LÀM", "LEASED"), Ink::kHead).RightAt(42, Say("LÂU NHẤT", "OLDEST"), Ink::kHead);
    head.RightAt(62, Say("TRA ĐƯỢC p50", "SEARCHABLE p50"), Ink::kHead).RightAt(72, "p95", Ink::kHead);
    Put(head);
    for (const JsonView& lane : status_["lanes"].items()) {
      const double age = lane["oldest_age_ms"].number() / 1000;
      const bool old = age > kOldSeconds && lane["lane"].text() != "backlog";
      ScreenLine line = Line();
      line.Add(lane["lane"].text()).RightAt(20, Count(lane["ready"])).RightAt(30, Count(lane["leased"]));
      line.RightAt(42, age > 0 ? ShortTime(age) : "-", old ? Ink::kWarn : Ink::kPlain);
      for (const JsonView& times : status_["searchable"].items()) {
        if (times["lane"].text() != lane["lane"].text()) continue;
        line.RightAt(62, TimeOf(times, "p50")).RightAt(72, TimeOf(times, "p95"));
      }
      Put(line);
    }
  }

  static std::string TimeOf(const JsonView& histogram, const char* quantile) {
    return histogram["count"].number() > 0 ? ShortTime(histogram[quantile].number()) : "-";
  }

  // In two columns, so that all of them and some workers are on a small screen.
  void Stages() {
    const std::vector<JsonView> stages = status_["stages"].items();
    ScreenLine head = Line();
    for (std::size_t at = 0; at < (stages.size() > 1 ? 80 : 40); at += 40) {
      head.To(at).Add(Say("CHẶNG", "STAGE"), Ink::kHead).RightAt(at + 20, Say("SỐ LẦN", "COUNT"), Ink::kHead);
      head.RightAt(at + 29, "p50", Ink::kHead).RightAt(at + 38, "p95", Ink::kHead);
    }
    Put(head);
    const std::size_t rows = (stages.size() + 1) / 2;
    for (std::size_t row = 0; row < rows; ++row) {
      ScreenLine line = Line();
      for (std::size_t i = row, at = 0; i < stages.size(); i += rows, at += 40) {
        line.To(at).Add(stages[i]["stage"].text()).RightAt(at + 20, Count(stages[i]["count"]));
        line.RightAt(at + 29, TimeOf(stages[i], "p50")).RightAt(at + 38, TimeOf(stages[i], "p95"));
      }
      Put(line);
    }
  }

  ScreenLine FixityLine(const JsonView& fixity) {
    ScreenLine line = Line();
    char share[16];
    std::snprintf(share, sizeof share, "%.0f %%", 100 * fixity["checked_share"].number());
    line.Add(Say("đọc lại  ", "checked  ")).Add(share).Add(Say(" trong ", " within ")).Add(ShortTime(fixity["round_ms"].number() / 1000));
    line.Add(Say(", cũ nhất ", ", oldest ")).Add(ShortTime(fixity["oldest_check_age_ms"].number() / 1000)).Add(Say(", hỏng ", ", damaged "));
    line.Add(fixity["findings"].text(), fixity["findings"].number() > 0 ? Ink::kBad : Ink::kPlain);
    return line;
  }

  // Only what somebody has to look at.
  void Webhooks() {
    for (const JsonView& webhook : status_["webhooks"].items()) {
      const std::string state = webhook["state"].text();
      const bool dead = webhook["dead"].number() > 0;
      if (state == "well" && !dead) continue;
      ScreenLine line = Line();
      line.Add("webhook  ").Add(webhook["name"].text()).Add(" ");
      if (state == "away") line.Add(Say("không trả lời", "does not answer"), Ink::kBad);
      if (state == "no_key") line.Add(Say("khóa không còn hiệu lực", "its key is not in force"), Ink::kBad);
      line.Add(Say("  chờ gửi lại ", "  waiting ")).Add(Count(webhook["waiting"])).Add(Say(", bỏ dở ", ", dead letters ")).Add(Count(webhook["dead"]), dead ? Ink::kBad : Ink::kPlain);
      Put(line);
    }
  }

  void Stores() {
    ScreenLine line = Line();
    line.Add(Say("còn trống ", "free     "));
    for (const JsonView& store : status_["stores"].items()) {
      const double free = store["free_bytes"].number();
      const double reserve = store["reserve_bytes"].number();
      const bool failed = store["failed"].text() == "true";
      line.Add(store["store"].text()).Add(" ");
      if (failed) line.Add(Say("ghi hỏng ", "write failed "), Ink::kBad);
      line.Add(ShortBytes(free), free < reserve ? Ink::kBad : free < 3 * reserve ? Ink::kWarn : Ink::kPlain);
      line.Add(Say(", dự trữ ", ", reserve ")).Add(ShortBytes(reserve)).Add("  ");
    }
    Put(line);
    if (!status_["fixity"].is_null()) Put(FixityLine(status_["fixity"]));
    Webhooks();
    ScreenLine times = Line();
    times.Add(Say("p95    ghi sổ ", "p95      ledger write ")).Add(TimeOf(status_["ledger_writes"], "p95"));
    times.Add(Say("  biên nhận ", "  receipt ")).Add(TimeOf(status_["receipts"], "p95"));
    const JsonView counted = status_["since_start"];
    times.Add(Say("   hết hạn ", "   expired ")).Add(Count(counted["lease_expiries"]));
    times.Add(Say("  đọc lại ", "  reader restarts ")).Add(Count(counted["reader_restarts"]));
    Put(times);
  }

  void Workers() {
    ScreenLine head = Line();
    head.Add(Say("MÁY", "WORKER"), Ink::kHead).To(25).Add(Say("VIỆC", "SERVICES"), Ink::kHead);
    head.RightAt(45, Say("LUỒNG", "THREADS"), Ink::kHead).RightAt(52, Say("GIỮ", "LEASES"), Ink::kHead);
    head.RightAt(62, Say("BỘ NHỚ", "MEMORY"), Ink::kHead).RightAt(70, Say("IM", "BEAT"), Ink::kHead);
    head.RightAt(78, Say("TỪ", "FOR"), Ink::kHead);
    Put(head);
    first_worker_ = lines_.size();
    for (const JsonView& worker : status_["workers"].items()) Put(WorkerLine(worker));
    if (lines_.size() == first_worker_) Put(Line().Add(Say("không có máy nào", "none is connected"), Ink::kWarn));
  }

  ScreenLine WorkerLine(const JsonView& worker) const {
    std::string services;
    for (const JsonView& service : worker["services"].items()) services += (services.empty() ? "" : ",") + service.text();
    const double silent = worker["last_beat_age_ms"].number() / 1000;
    const bool draining = worker["draining"].text() == "true";
    // The end of an id tells workers of one host apart.
    const std::string id = worker["id"].text();
    ScreenLine line = Line();
    line.Add(CountLetters(id) > 24 ? ".." + LastLetters(id, 22) : id, draining ? Ink::kFaint : Ink::kPlain).To(25);
    line.Add(draining ? Say("đang nghỉ", "draining") : services, draining ? Ink::kWarn : Ink::kPlain);
    line.RightAt(45, Count(worker["threads"])).RightAt(52, Count(worker["leases"]));
    line.RightAt(62, ShortBytes(worker["memory_bytes"].number() + worker["reader_memory_bytes"].number()));
    line.RightAt(70, ShortTime(silent), silent > kSilentSeconds ? Ink::kBad : Ink::kPlain);
    line.RightAt(78, ShortTime(worker["connected_ms"].number() / 1000));
    return line;
  }

  std::vector<std::string> Fitting() {
    if (look_.rows == 0 || lines_.size() <= look_.rows) return lines_;
    std::size_t workers = lines_.size() - first_worker_;
    for (std::size_t i = first_worker_; i > 0 && lines_.size() > look_.rows; --i) {
      if (lines_[i - 1].empty()) lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(i - 1));
    }
    if (lines_.size() <= look_.rows) return lines_;
    const std::size_t too_many = lines_.size() - look_.rows + 1;
    if (too_many <= workers) {
      lines_.resize(look_.rows - 1);
      Put(Line().Add(Say("… và ", "... and ")).Add(std::to_string(too_many)).Add(Say(" máy nữa", " more")));
    } else {
      lines_.resize(look_.rows);
    }
    return lines_;
  }

  const JsonView& status_;
  const ScreenLook look_;
  std::vector<std::string> lines_;
  std::size_t first_worker_ = 0;
};

}  // namespace

std::string ShortTime(double seconds) {
  if (seconds < 0.01) return Formatted("%.1f ms", seconds * 1000);
  if (seconds < 1) return Formatted("%.0f ms", seconds * 1000);
  if (seconds < 10) return Formatted("%.1f s", seconds);
  if (seconds < 120) return Formatted("%.0f s", seconds);
  if (seconds < 3600) return Formatted("%.0f min", std::floor(seconds / 60));
  if (seconds < 86400) {
    return Formatted("%.0f h ", std::floor(seconds / 3600)) + Formatted("%02.0f", std::floor(std::fmod(seconds, 3600) / 60));
  }
  return Formatted("%.0f d", std::floor(seconds / 86400));
}

std::string ShortBytes(double bytes) {
  static constexpr std::array<const char*, 5> kUnits = {"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  while (bytes >= 1024 && unit + 1 < kUnits.size()) {
    bytes /= 1024;
    ++unit;
  }
  return Formatted(unit == 0 || bytes >= 100 ? "%.0f " : "%.1f ", bytes) + kUnits[unit];
}

std::vector<std::string> DrawStatus(const JsonView& status, const ScreenLook& look) { return StatusScreen(status, look).Draw(); }

}  // namespace sohoa
