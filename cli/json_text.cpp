// SPDX-License-Identifier: Apache-2.0
#include "cli/json_text.h"

#include <nlohmann/json.hpp>

namespace sohoa {

struct JsonView::Data {
  nlohmann::ordered_json value;
};

std::string JsonObject(const std::vector<std::pair<std::string, std::string>>& members) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const auto& [name, value] : members) {
    if (!value.empty()) object[name] = value;
  }
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Result<JsonView> JsonView::Parse(std::string_view text) {
  auto value = nlohmann::ordered_json::parse(text, nullptr, false);
  if (value.is_discarded()) return Status(StatusCode::kCorruption, "read an answer: it is not JSON");
  JsonView view;
  view.data_ = std::make_shared<Data>(Data{std::move(value)});
  return view;
}

JsonView JsonView::operator[](std::string_view member) const {
  JsonView view;
  if (data_ == nullptr || !data_->value.is_object()) return view;
  const auto found = data_->value.find(std::string(member));
  if (found != data_->value.end()) view.data_ = std::make_shared<Data>(Data{*found});
  return view;
}

std::vector<JsonView> JsonView::items() const {
  std::vector<JsonView> out;
  if (data_ == nullptr || !data_->value.is_array()) return out;
  for (const auto& item : data_->value) {
    out.emplace_back();
    out.back().data_ = std::make_shared<Data>(Data{item});
  }
  return out;
}

std::vector<std::pair<std::string, JsonView>> JsonView::members() const {
  std::vector<std::pair<std::string, JsonView>> out;
  if (data_ == nullptr || !data_->value.is_object()) return out;
  for (const auto& [name, value] : data_->value.items()) {
    out.emplace_back(name, JsonView());
    out.back().second.data_ = std::make_shared<Data>(Data{value});
  }
  return out;
}

bool JsonView::is_null() const { return data_ == nullptr || data_->value.is_null(); }

std::string JsonView::text() const {
  if (is_null()) return std::string();
  if (data_->value.is_string()) return data_->value.get<std::string>();
  return data_->value.dump();
}

double JsonView::number() const {
  return data_ != nullptr && data_->value.is_number() ? data_->value.get<double>() : 0;
}

std::string JsonView::Pretty() const {
  return data_ == nullptr ? "null"
                          : data_->value.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace sohoa
