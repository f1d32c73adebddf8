#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/base/toml_table.h"

namespace rerate {

// Values of a TOML file of which several could stand at one place:
//
//   below = [48, 47.5, 47]                    # where one number is wanted; the first is the file's own
//   until = ["> 50", "51 .. 53 by 0.5"]       # ranges are texts (value_range.h), alone or among others
//   gap = { options = [1, 3, 6], usual = 3 }  # the file's own is `usual`
struct TomlOption {
  TomlValue value;    // at its own place
  std::string words;  // "47.5", "> 50", "{ below = 48 }"
};
struct TomlSet {
  std::vector<TomlOption> options;  // rising, where they lie on a scale; else as written
  std::size_t usual = 0;            // the file's own
  bool ordered = false;             // on a scale: numbers and thresholds, lengths of time, or dates
  Place place;
};
inline constexpr std::size_t kMostOptions = 10'000;
// Of all sets of a reading.
inline constexpr std::size_t kMostOptionsTogether = 20'000;

// The options of a value: the elements of an array, the values of a range, `options`; of anything else the value alone.
// Throws UserError choice_range, choice_options, choice_option at the place.
TomlSet options_of(const TomlValue& value);
// The same with `own` as the usual option, added when it is not among them.
TomlSet options_beside(const TomlValue& value, const TomlValue& own);
// A value in one line: keys sorted, numbers that are equal alike. Nothing else is.
std::string canonical_text(const TomlValue& value);
bool is_table_of_options(const TomlValue& value);  // { options = ... }
bool is_inline_table(const TomlValue& value);      // { a = 1 }, not made of dotted keys or headers
// What an array's elements are called in paths.
std::vector<std::string> element_names(const TomlValue& array);
// Whether the place is in what the file has for the value.
bool encloses(const TomlValue& value, const Place& place);

// What stands at a path in place of what the file has: "episode.below", "scenario.recession.level" (elements of an array by
// their id, else by number from 1: "dates.2"), or a key that the file does not have.
struct TomlChange {
  std::string path;
  std::optional<TomlValue> value;  // nothing: it is left out
  bool own = false;                // the file's own: says nothing new
};

// One reading of a table in which sets may stand where one value is wanted. What is read as a list stays one: only text(), number(),
// integer(), boolean(), choice() and table() choose. A set that no change decides yields its usual option; inside of an option
// nothing may be a set again. Used by one thread; different readings of a table may go on at the same time.
class TomlReading {
 public:
  // `plain`: keys of the table itself that are read as they stand. Also plain are titles, at any depth. `changes`, sorted by
  // path, must outlive the reading. `notes`: whether sets and paths are remembered.
  TomlReading(const TomlTable& table, std::vector<std::string> plain,
              std::vector<const TomlChange*> changes = {}, bool notes = true);

  TomlTable table() const;

  // Sets in the order in which they were met, but for those that a change decided.
  struct Met {
    std::string path;
    TomlSet set;
  };
  const std::vector<Met>& met() const;
  // Every path asked for, and what the file has there.
  const std::map<std::string, std::optional<TomlValue>, std::less<>>& asked() const;
  // All of the table as it was read, but for plain keys and titles: keys sorted, sets by their usual option.
  std::string canonical_text() const;

  struct State;

 private:
  friend class TomlValue;
  friend class TomlTable;
  friend TomlSet options_of(const TomlValue& value);
  friend TomlSet options_beside(const TomlValue& value, const TomlValue& own);
  friend std::string canonical_text(const TomlValue& value);
  friend bool is_table_of_options(const TomlValue& value);
  friend bool is_inline_table(const TomlValue& value);
  friend std::vector<std::string> element_names(const TomlValue& array);
  friend bool encloses(const TomlValue& value, const Place& place);
  struct Sets;  // what makes options
  std::shared_ptr<State> state_;
  TomlTable table_;
};

}  // namespace rerate
