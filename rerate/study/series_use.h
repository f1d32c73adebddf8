#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/series/series.h"

namespace rerate {

// A formula that a section asks for, in a role: `signal = "philly.current_activity"`.
struct SeriesUse {
  std::string role;
  std::string formula;
  Place place;  // of the formula's first character
};

// When a formula's newest figure came out, and when the next one can, by the release rules of the catalogue series it reads.
struct FormulaReleases {
  Date last = kAlwaysKnown;  // the newest figure's period had a first figure on that day
  // A formula waits for what is overdue: then that, the longest overdue first; else the first series that is due. Nothing
  // while a series has no release rule (true vintages, dates of the NBER, grade none).
  std::optional<Date> next;
  bool overdue = false;                   // `next` has passed without the figure
  std::string next_series;                // whose release `next` is
  std::vector<std::string> without_rule;  // ids, sorted
};

// A catalogue series whose figures enter a formula's value.
struct InputSource {
  std::string id, title;
  Date newest = kAlwaysKnown;  // last day of the period of its newest figure
  // Revised after its release without vintages here: its figures are as they stand today, dated by its release rule.
  bool revised = false;
};

// A formula's value as of the study's date, with what is known about where it came from.
struct SeriesInput {
  Series series;
  std::string title;                       // what to call it in a sentence
  bool redistribute = true;                // false when any series it reads may not be republished
  std::vector<std::string> catalogue_ids;  // every catalogue series it reads, sorted
  FormulaReleases releases = {};           // filled by evaluate_plan
  std::vector<InputSource> sources = {};   // by id; filled by evaluate_plan
};

// Inputs by formula text: the same text is the same series.
using SeriesInputs = std::map<std::string, SeriesInput, std::less<>>;

}  // namespace rerate
