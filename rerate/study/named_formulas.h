#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/study/series_use.h"

namespace rerate {

// A formula that a section gives a name of its own: a driver, a predictor.
struct NamedFormula {
  std::string name;   // lower case letters, digits and _
  std::string title;  // what sentences call it; empty: what the formula is called
  SeriesUse use;      // its role is the name
};

// `drivers = { rate = "rates.gs10", slope = { title = "the curve", formula = "curve" } }`, in the order of the file.
// `what` is what one of them is: "driver". Throws UserError study_file for none, more than `most`, names that are no
// names, "constant", and for drivers "growth" and "multiple", which tables use for the equations' results. `also` reads the
// further keys that one of them, given by its number from 0, may have: { formula = "...", sign = -1 }.
using ReadFurtherKeys = std::function<void(std::size_t, const TomlTable&)>;
std::vector<NamedFormula> read_named_formulas(const TomlValue& value, std::string_view what, std::size_t most,
                                              const ReadFurtherKeys& also = {});

// What sentences call it: its own title, else `title` of the formula when that is a name, else its name.
std::string title_of(const NamedFormula& named, const std::string& title);

// Whether a formula is just the name of a series, whose title then says it better.
bool is_plain_name(std::string_view formula);

// Names of the list, as the file has them, each known and none twice. Throws UserError study_file with the nearest name.
std::vector<std::string> read_names_of(const TomlValue& value, const std::vector<NamedFormula>& known,
                                       std::string_view what);

// Refuses a name that is none of them, with the nearest.
void check_name_of(const std::string& name, const std::vector<NamedFormula>& known, std::string_view what,
                   const TomlValue& at);

}  // namespace rerate
