// SPDX-License-Identifier: Apache-2.0
#include "api/browser.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <map>
#include <stdexcept>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

// The page that was asked went away before it answered.
struct PageLeft : std::runtime_error {
  PageLeft() : std::runtime_error("the page was left meanwhile") {}
};

bool IsLeft(const Json& error) {
  const std::string message = error.value("message", "");
  return message.find("navigated") != std::string::npos || message.find("context was destroyed") != std::string::npos || message.find("Cannot find context") != std::string::npos;
}

constexpr int kMostPages = 20;

// Only a test that fails waits for so long.
constexpr int kPatienceMs = 30'000;

std::vector<std::string> Arguments(const std::string& profile) {
  return {"/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
          "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-breakpad",
          "--disable-dev-shm-usage", "--disable-extensions", "--force-device-scale-factor=1", "--window-size=1400,1000",
          // No name leads anywhere: a page that needs the network does not work here.
          "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--user-data-dir=" + profile,
          "--remote-debugging-pipe", "about:blank"};
}

// Out of the way of the numbers 3 and 4, on which the browser expects its pipes.
std::array<int, 2> MakePipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  for (int& end : ends) {
    const int high = fcntl(end, F_DUPFD_CLOEXEC, 10);
    close(end);
    end = high;
  }
  return ends;
}

std::string FromBase64(const std::string& text) {
  static const std::string kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0;
  int count = 0;
  for (char c : text) {
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string::npos) break;
    bits = bits << 6 | static_cast<unsigned>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xff);
  }
  return out;
}

}  // namespace

Browser::Browser() {
  const std::array<int, 2> commands = MakePipe();
  const std::array<int, 2> answers = MakePipe();
  std::vector<std::string> arguments = Arguments(profile_.Sub("profile"));
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  process_ = fork();
  if (process_ == 0) {
    // A group of its own, so that all its processes can be ended together.
    setpgid(0, 0);
    dup2(commands[0], 3);
    dup2(answers[1], 4);
    const int nowhere = open("/dev/null", O_RDWR);
    for (int standard : {0, 1, 2}) dup2(nowhere, standard);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(commands[0]);
  close(answers[1]);
  to_ = commands[1];
  from_ = answers[0];
  const Json target = Call("Target.createTarget", {{"url", "about:blank"}});
  session_ = Call("Target.attachToTarget", {{"targetId", target.at("targetId")}, {"flatten", true}}).at("sessionId");
  for (const char* domain : {"Page", "Runtime", "Network", "Log"}) Call(std::string(domain) + ".enable");
  Call("Page.setLifecycleEventsEnabled", {{"enabled", true}});
  // Keys reach the page also before its window has the focus of the system.
  Call("Emulation.setFocusEmulationEnabled", {{"enabled", true}});
}

Browser::~Browser() {
  // Asked to go, it leaves its profile alone from then on; what does not go is killed.
  try {
    session_.clear();
    Call("Browser.close");
    while (true) Receive();
  } catch (const std::exception&) {
  }
  close(to_);
  close(from_);
  kill(-process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

Json Browser::Receive() {
  while (true) {
    const std::size_t end = buffer_.find('\0');
    if (end != std::string::npos) {
      const Json message = Json::parse(buffer_.substr(0, end));
      buffer_.erase(0, end + 1);
      return message;
    }
    pollfd waiting{from_, POLLIN, 0};
    if (poll(&waiting, 1, kPatienceMs) <= 0) throw std::runtime_error("the browser is silent");
    std::array<char, 64 << 10> piece;
    const ssize_t got = read(from_, piece.data(), piece.size());
    if (got <= 0) throw std::runtime_error("the browser is gone");
    buffer_.append(piece.data(), static_cast<std::size_t>(got));
  }
}

Json Browser::Call(const std::string& method, const Json& parameters) {
  Json call = {{"id", ++last_call_}, {"method", method}, {"params", parameters}};
  if (!session_.empty()) call["sessionId"] = session_;
  std::string bytes = call.dump();
  bytes += '\0';
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t n = write(to_, bytes.data() + sent, bytes.size() - sent);
    if (n <= 0) throw std::runtime_error("the browser is gone");
    sent += static_cast<std::size_t>(n);
  }
  while (true) {
    const Json message = Receive();
    if (message.value("id", 0) != last_call_) {
      Note(message);
      continue;
    }
    if (message.contains("error") && IsLeft(message["error"])) throw PageLeft();
    if (message.contains("error")) throw std::runtime_error(method + ": " + message["error"].dump());
    return message.at("result");
  }
}

void Browser::Note(const Json& event) {
  const std::string method = event.value("method", "");
  const Json parameters = event.value("params", Json::object());
  if (method == "Page.lifecycleEvent" && parameters["name"] == "load") loaded_.insert(parameters["loaderId"]);
  if (method == "Network.requestWillBeSent") asked_.push_back(parameters["request"]["url"]);
  const bool trouble = method == "Runtime.exceptionThrown" || method == "Network.loadingFailed" ||
                       (method == "Log.entryAdded" && parameters["entry"]["level"] == "error") ||
                       (method == "Runtime.consoleAPICalled" && parameters["type"] == "error");
  if (trouble) complaints_.push_back(parameters.dump());
}

void Browser::Open(const std::string& address) {
  const Json answer = Call("Page.navigate", {{"url", address}});
  if (answer.contains("errorText")) throw std::runtime_error(address + ": " + answer["errorText"].dump());
  // Of this document: the empty one that a browser begins with may be reported as late as now.
  while (!loaded_.contains(answer.at("loaderId").get<std::string>())) Note(Receive());
}

Json Browser::Evaluate(const std::string& expression) {
  const Json answer =
      Call("Runtime.evaluate", {{"expression", expression}, {"awaitPromise", true}, {"returnByValue", true}});
  if (answer.contains("exceptionDetails")) throw std::runtime_error(expression + ": " + answer["exceptionDetails"].dump());
  return answer["result"].value("value", Json());
}

void Browser::WaitUntil(const std::string& condition) {
  const std::string late = std::to_string(kPatienceMs - 5'000);
  // The page that comes true may be another one, several steps on.
  for (int page = 0; page < kMostPages; ++page) {
    try {
      const Json reached = Evaluate(
          "new Promise(done => { const end = performance.now() + " + late + "; const look = () => " +
          "(" + condition + ") ? done(true) : performance.now() > end ? done(false) : setTimeout(look, 10); look(); })");
      if (reached == true) return;
      break;
    } catch (const PageLeft&) {
    }
  }
  const std::string shown =
      Evaluate("location.href + ', cursor in #' + document.activeElement?.id + ', shown: ' + document.body?.innerText").dump();
  std::string complaints;
  for (const std::string& complaint : complaints_) complaints += "\n" + complaint;
  throw std::runtime_error("in vain waited for " + condition + " at " + shown + complaints);
}

void Browser::PressKey(Json key) {
  key["type"] = "keyDown";
  Call("Input.dispatchKeyEvent", key);
  key["type"] = "keyUp";
  key.erase("text");
  Call("Input.dispatchKeyEvent", key);
}

void Browser::Type(const std::string& text) {
  for (char32_t letter : ToCodePoints(text)) {
    const std::string typed = FromCodePoints(std::u32string(1, letter));
    PressKey({{"key", typed}, {"text", typed}});
  }
}

void Browser::Press(const std::string& key) {
  static const std::map<std::string, int> kCodes = {{"Enter", 13}, {"Escape", 27}, {"Tab", 9}};
  Json event = {{"key", key}, {"code", key}, {"windowsVirtualKeyCode", kCodes.at(key)}};
  if (key == "Enter") event["text"] = "\r";
  PressKey(event);
}

void Browser::Click(const std::string& selector) {
  const Json at = Evaluate("(() => { const e = document.querySelector(" + Json(selector).dump() +
                           "); e.scrollIntoView({ block: 'nearest' }); const r = e.getBoundingClientRect(); " +
                           "return [r.x + r.width / 2, r.y + r.height / 2]; })()");
  for (const char* type : {"mousePressed", "mouseReleased"}) {
    Call("Input.dispatchMouseEvent", {{"type", type}, {"x", at[0]}, {"y", at[1]}, {"button", "left"}, {"clickCount", 1}});
  }
}

std::string Browser::Screenshot(double x, double y, double width, double height) {
  const Json clip = {{"x", x}, {"y", y}, {"width", width}, {"height", height}, {"scale", 1}};
  return FromBase64(Call("Page.captureScreenshot", {{"format", "png"}, {"clip", clip}}).at("data"));
}

}  // namespace sohoa
