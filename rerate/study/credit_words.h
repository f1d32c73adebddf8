#pragma once

#include <string>
#include <vector>

#include "rerate/models/credit.h"
#include "rerate/study/results.h"

namespace rerate {

// How a credit section is called and what of it may be shown.
struct CreditNames {
  std::string spread;  // in sentences
  std::string unit;    // of the spread
  std::vector<std::string> sectors, constituents;
  // Raw figures may be republished.
  bool spread_open = true, sectors_open = true;
  // The newest figure is too old to speak of today.
  bool stale = false;
};

// "1.53 pp", "1.53%", "153 bp".
std::string spread_in_words(double value, const std::string& unit);
// "+0.21 pp": a change of percent is in pp.
std::string change_in_words(double value, const std::string& unit);
std::string unit_of_change(const std::string& unit);
int spread_decimals(const std::string& unit);

// "the 43rd percentile", "the lowest percentile", "the highest percentile".
std::string percentile_in_words(double percentile);

// "all-clear", "watch", "stress".
std::string state_in_words(CreditState state);

// One sentence: the state, sectors that worsen, where the spread stands, what it did, and where in its cycle. In the past
// tense and dated when the newest figure is stale. Example: "Credit sends an all-clear, but distress is rising in energy: the
// spread is at the 12th percentile of its history (3.32 pp on 30 May 2025), +0.21 pp in three months, ..."
std::string credit_headline(const CreditReading& reading, const CreditNames& names);

// The state as a lamp; neutral where the newest figure is stale or nobody can tell.
Light credit_light(const CreditReading& reading, const CreditNames& names);

}  // namespace rerate
