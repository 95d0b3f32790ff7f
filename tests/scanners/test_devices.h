// SPDX-License-Identifier: Apache-2.0
//
// Scanners without hardware: SANE's own `test` backend ("test:0"), our simulator
// ("simulator:0"), and sane-airscan, which finds none by itself; set up in a folder of
// configuration of our own.
#pragma once

#include <string>

namespace sohoa {

// Before the first call of SANE; more calls do nothing.
void UseTestDevices();

// Puts a driverless scanner into sane-airscan's configuration, which it reads when SANE begins.
void NameNetworkScanner(const std::string& name, const std::string& url);

}  // namespace sohoa
