#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rerate/formula/formula.h"
#include "rerate/series/catalogue_entry.h"
#include "rerate/study/study_file.h"

namespace rerate {

// What a study needs, in the order in which it can be computed: catalogue series to read, then named
// series and the sections' formulas. Made from the catalogue alone; no value is read.
struct PlannedFormula {
  std::string key;  // a study name, or the text of a section's formula
  std::string title;
  Formula formula;
  SeriesType type;
  Place place;
  bool redistribute = true;
  std::vector<std::string> catalogue_ids;  // read directly or through others, sorted
  std::vector<std::string> value_ids;  // those of them whose figures enter the value, not only their periods
  bool of_options = false;  // only options of sections read it, or nothing: not the study as it stands
};

struct StudyPlan {
  std::vector<CatalogueEntry> entries;   // by id
  std::vector<PlannedFormula> formulas;  // each after those it reads
  std::vector<std::string> unused;       // named series that no section reads (they are checked too)
  // What only two options together read and no formula can be, such as a growth of a rate: those definitions give no number.
  std::vector<std::string> left_out;
};

// Looks up catalogue entries by id (several at once), and lists all ids for "did you mean".
struct CatalogueLookup {
  std::function<std::vector<std::optional<CatalogueEntry>>(const std::vector<std::string>&)> find;
  std::function<std::vector<std::string>()> ids;
};

// Throws UserError: unknown series, circular definitions (RR402), units, kinds and frequencies that do
// not go together, in a formula or in a section's question (RR5xx, RR6xx), series of packs that the study does
// not name (RR404); each with its place.
StudyPlan make_plan(const StudyFile& study, const CatalogueLookup& catalogue);

}  // namespace rerate
