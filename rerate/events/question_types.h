#pragma once

#include <string>

#include "rerate/base/duration.h"
#include "rerate/events/event_study.h"
#include "rerate/events/question_places.h"
#include "rerate/series/series.h"

namespace rerate {

// A series as far as it is known before any of its values is read.
struct TypedSeries {
  std::string name;
  SeriesType type;
};

// What an event study asks of its series' types alone, so that a plan can be refused before anything runs.
// O(1). Throws UserError at the place of the part it is about:
//   event_frequency  signal, asset and benchmark differ in frequency
//   event_kinds      asset or benchmark is no index or level, or a price index against a total-return index
//   event_horizon    the horizon is no whole number of the prices' periods
void check_question_types(const TypedSeries& signal, const TypedSeries& asset, const TypedSeries* benchmark,
                          const EventStudyQuestion& question);

// Its parts: the two price series, and a horizon on prices of a frequency.
void check_price_types(const TypedSeries& asset, const TypedSeries* benchmark, const QuestionPlaces& places);
void check_horizon(Duration horizon, Frequency prices, const Place& place);

}  // namespace rerate
