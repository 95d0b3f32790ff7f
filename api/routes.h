// SPDX-License-Identifier: Apache-2.0
//
// What is served at which path. The list in routes.cpp reads top to bottom.
#pragma once

#include <string>
#include <vector>

#include "access/authenticator.h"
#include "api/change_watch.h"
#include "api/http_metrics.h"
#include "api/page_pictures.h"
#include "api/query_service.h"
#include "api/router.h"
#include "api/served_catalogue.h"
#include "storage/archive.h"

namespace sohoa {

struct OidcLogin;
class UploadStore;

// What handlers work on; all of it must outlive the router.
struct RouteContext {
  Archive& archive;
  QueryService& queries;
  PagePictures& pictures;
  HttpMetrics& metrics;
  Authenticator& people;
  ChangeWatch& changes;
  OidcLogin* oidc = nullptr;  // null: people log in here alone
  UploadStore* uploads = nullptr;  // null: nothing is handed in over HTTP
  std::vector<std::string> second_look = {};  // rules of api/review/second_look.h
  ServedCatalogue catalogue = {};
};

Router MakeRouter(RouteContext context);

}  // namespace sohoa
