// SPDX-License-Identifier: Apache-2.0
//
// A headless Chromium that a test types into, clicks in and looks at, over the pipes of its
// DevTools protocol. Failures of the browser itself are exceptions, which end the test.
#pragma once

#include <sys/types.h>

#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/test_folder.h"

namespace sohoa {

class Browser {
 public:
  Browser();
  ~Browser();
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  // Goes there and waits until it is loaded.
  void Open(const std::string& address);
  // The value of a JavaScript expression; a promise is waited for.
  nlohmann::json Evaluate(const std::string& expression);
  // Waits until the expression is true, of this page or one that it leads to.
  void WaitUntil(const std::string& condition);

  // As by hand: each letter, a key by its name ("Enter"), the left button in the middle of the
  // first element that the selector finds.
  void Type(const std::string& text);
  void Press(const std::string& key);
  void Click(const std::string& selector);

  // What the page shows in a rectangle of the window, as a PNG file.
  std::string Screenshot(double x, double y, double width, double height);

  // Addresses that the page asked for so far.
  const std::vector<std::string>& asked() const { return asked_; }
  // What the page and the browser complained of: errors, broken rules, failed requests.
  const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  nlohmann::json Call(const std::string& method, const nlohmann::json& parameters = nlohmann::json::object());
  nlohmann::json Receive();
  void Note(const nlohmann::json& event);
  void PressKey(nlohmann::json key);

  TestFolder profile_;
  pid_t process_ = 0;
  int to_ = -1;
  int from_ = -1;
  std::string buffer_;
  std::string session_;
  int last_call_ = 0;
  std::set<std::string> loaded_;  // loaders of documents
  std::vector<std::string> asked_;
  std::vector<std::string> complaints_;
};

}  // namespace sohoa
