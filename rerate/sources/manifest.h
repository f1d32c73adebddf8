#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/base/duration.h"
#include "rerate/base/error.h"
#include "rerate/series/catalogue_entry.h"

namespace rerate {

// How a table of a pack is laid out; docs/packs.md shows each.
enum class TableLayout : std::uint8_t {
  columns,         // one row a date, one column a series
  long_form,       // one row a figure; a column says which series it belongs to
  vintage_matrix,  // one row a period, one column a vintage, one series
  nber_cycle,      // peaks and troughs, and when they were announced
};

// What the dates in a known_at column (or the header of a vintage matrix) name.
enum class VintageStamp : std::uint8_t {
  day,    // the day of publication
  month,  // the month of publication: known at its end, which is never too early
};

enum class WeekendRows : std::uint8_t { keep, drop };

struct ManifestSeries {
  CatalogueEntry entry;
  std::string column;  // its column; in long form what the series column says; in nber_cycle what it shows
  Place place;         // in series.toml
};

struct ManifestTable {
  TableLayout layout = TableLayout::columns;
  Place place;
  std::string file;  // relative to the pack's data root
  Frequency frequency = Frequency::monthly;
  std::string date_column = "date";
  int label_lag = 0;  // periods by which a row's date is later than the period that its figures are about
  std::string known_at_column;  // empty: none
  std::string series_column = "series", value_column = "value";
  VintageStamp vintage_stamp = VintageStamp::day;
  WeekendRows weekends = WeekendRows::keep;
  std::string announcements;  // nber_cycle: the second file
  std::int32_t until = 0;     // nber_cycle: ordinal of the last month
  Duration assumed_delay{12, Duration::Unit::month};
  std::vector<ManifestSeries> series;
};

// A pack's series.toml, checked: ids unique, kinds and frequencies known, ranges the right way
// round and within their kind's, release rules understood, files inside the root.
struct Manifest {
  std::string name;
  std::string title;
  std::string root;  // folder of the files, relative to that of the manifest
  std::vector<ManifestTable> tables;

  // Every file that the tables name, once each, in their order.
  std::vector<std::string> files() const;
};

// `file` is named in messages. Throws UserError pack_manifest or release_rule with line and column.
Manifest parse_manifest(std::string_view text, const std::string& file);

}  // namespace rerate
