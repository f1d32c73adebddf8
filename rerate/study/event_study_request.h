#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/events/event_study.h"
#include "rerate/study/series_use.h"

namespace rerate {

// One [[event_study]] of a study file:
//
//   id = "manufacturing-lows"
//   title = "Small caps after manufacturing lows"
//   signal = "philly.current_activity"          # any formula
//   episode = { below = -15, until = 10 }       # or above; n_in, n_out, gap, tie = "first" | "last"
//          # or { crest = { level = 5.3, amplitude = 1.5, window = 120, phase = .., cycle = .. }, tie = .. }
//   dates = ["2022-07-29"]                      # instead of episode: by hand
//   anchor = "trough"                           # start | extreme (trough, crest) | end | confirm | known
//   asset = "small"
//   benchmark = "large"                         # may be left out
//   horizon = "12m"                             # or "250d", or a date: to that day
//   from = "1979-01", to = "2025-05"            # where events and windows may start; last price
//   exclude = [{ date = "2008-12", reason = "the note leaves out 2008" }]
//
// Thresholds are numbers or texts: 48 means strictly below (above) to enter and at or past it to
// leave; "<= 48" and "> 50" say otherwise.
struct EventStudyRequest {
  SeriesUse signal, asset;
  std::optional<SeriesUse> benchmark;
  EventStudyQuestion question;  // `rule`'s gap is filled in when the frequency is known
  std::optional<Duration> gap;
  std::string anchor_word;  // as the study says it: "trough"
  std::string noun;         // "lows", "crests", ... for sentences
  Place gap_place;
};

EventStudyRequest read_event_study(const TomlTable& table, std::uint64_t study_seed);

// Every formula that the section reads.
std::vector<SeriesUse> uses_of(const EventStudyRequest& request);

}  // namespace rerate
