#pragma once

#include <span>

#include "rerate/series/next_release.h"
#include "rerate/store/store.h"
#include "rerate/study/series_use.h"

namespace rerate {

// When the catalogue series of a study come out next, each as of the date it was read at.
class ReleaseCalendar {
 public:
  ReleaseCalendar(std::span<const SeriesReading> readings, Date as_of);

  // Of a formula with this value into which figures of these series enter. Finer series (days in months) make the next
  // value when the last figure of its period is out. O(figures + series).
  FormulaReleases releases(const Series& value, std::span<const std::string> value_ids) const;

 private:
  struct Source {
    ReleaseRule rule;              // empty text: none
    std::optional<Period> newest;  // with a figure
    Date last = kAlwaysKnown;      // release of that
    NextRelease next = {};         // with a rule and a figure
  };
  NextRelease next_of(const Source& source, std::optional<Period> value) const;

  Date as_of_;
  std::map<std::string, Source, std::less<>> sources_;
};

}  // namespace rerate
