// SPDX-License-Identifier: Apache-2.0
//
// AccessGate: stands between the router and its handlers. Says who asks, asks Decide() whether they may, and writes
// down that personal data was looked at before it is given out (docs/ACCESS.md).
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "access/authenticator.h"
#include "access/decision.h"
#include "access/rate_limiter.h"
#include "api/http_message.h"
#include "api/query_service.h"
#include "storage/archive.h"

namespace sohoa {

// Who may use a route.
enum class Audience : std::uint8_t {
  kPublic = 0,     // everybody: nothing of the archive is in it
  kHere = 1,       // everybody on this host; others as kAllowed
  kLoggedIn = 2,   // whoever is known
  kAllowed = 3,    // whom Decide() allows it
};

// What a route is about, by a part of its path.
enum class RouteObject : std::uint8_t {
  kNothing = 0,      // the installation; or a list, which its handler filters
  kDossier = 1,      // its name and what may be seen of it
  kWholeDossier = 2,  // all that is in it
  kDocument = 3,
  kPage = 4,
  kQuarantined = 5,  // a page that could not go on
  kEveryAgency = 6,  // what names dossiers of whichever agency
  kEverything = 7,   // what tells of documents of whichever agency and degree
};

struct RouteRule {
  Audience audience = Audience::kAllowed;
  Action action = Action::kRead;
  RouteObject object = RouteObject::kNothing;
  const char* part = "";  // of the path: the object's id
};

constexpr RouteRule ForEverybody() { return {Audience::kPublic}; }
constexpr RouteRule ForThisHost(Action action) { return {Audience::kHere, action}; }
constexpr RouteRule ForLoggedIn() { return {Audience::kLoggedIn}; }
constexpr RouteRule Needs(Action action, RouteObject object = RouteObject::kNothing, const char* part = "") {
  return {Audience::kAllowed, action, object, part};
}

class AccessGate {
 public:
  // All must outlive it.
  AccessGate(Archive& archive, QueryService& queries, Authenticator& people) : archive_(archive), queries_(queries), people_(people) {}

  // None: go on, with request.principal and request.session filled in; else the refusal. `route` is the pattern.
  std::optional<HttpResponse> Check(const RouteRule& rule, const std::string& route, HttpRequest& request);

 private:
  struct Found {
    AccessObject object;
    std::string name;  // for the audit record: "DOSSIER", "DOSSIER/page"
  };

  std::optional<HttpResponse> Identify(HttpRequest& request);
  std::optional<HttpResponse> CheckRate(const HttpRequest& request);
  // None: there is no such thing.
  Result<std::optional<Found>> Find(const RouteRule& rule, const HttpRequest& request);
  Status Note(const RouteRule& rule, const HttpRequest& request, Purpose purpose, const std::string& object);
  bool IsNotedLately(const std::string& what);
  void Remember(const std::string& what);

  Archive& archive_;
  QueryService& queries_;
  Authenticator& people_;
  // Of who is known, each; of addresses whose keys and cookies open nothing.
  RateLimiter of_known_{1'000, 2};
  RateLimiter of_unknown_{60, 1'000};
  std::mutex mutex_;
  std::map<std::string, std::int64_t> noted_;  // reads -> when
};

}  // namespace sohoa
