#pragma once

#include <string>

#include "rerate/series/release_rule.h"
#include "rerate/series/series.h"

namespace rerate {

// How well the dates of knowledge of a series are grounded.
enum class Grade : std::uint8_t {
  vintage,      // true vintages: figures as they stood at each moment
  release_lag,  // one figure a period, dated by the release rule; revisions before import are unseen
  none,         // no rule: dated at the period's end, which is too early for most figures
};
std::string_view to_string(Grade grade);  // "vintage", "first release + lag", "none"

// One row of a pack's series.toml.
struct CatalogueEntry {
  std::string id;  // "rates.gs10": family, dot, name; lower case, digits and underscores
  std::string title;
  SeriesType type;
  double valid_low, valid_high;  // inclusive; -inf and inf when open
  ReleaseRule release;           // empty text: none given
  bool revised = true;           // false for figures that are final when published (market rates)
  std::string source;
  std::string licence;
  bool redistribute = false;  // may raw values be shown or written out?
  std::string note;           // a known problem that a reader should see, or empty
  std::string pack;
  Grade grade = Grade::none;
};

}  // namespace rerate
