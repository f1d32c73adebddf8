#pragma once

// The study that ships with Rerate, on the figures that ship with it, read once for all tests that ask for it.

#include <unistd.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "rerate/base/file.h"
#include "rerate/sources/pack.h"
#include "rerate/store/store_import.h"
#include "rerate/study/runner.h"

namespace rerate {

struct OpenStudy {
  StudyFile study;
  EvaluatedPlan evaluated;
  SectionContext context;

  const SectionRequest& section(const std::string& id) const {
    for (const auto& one : study.sections)
      if (one.id == id) return one;
    throw InternalError("no section " + id);
  }
};

// `changed` has another text in place of a part of the file's: pairs of what stands there and what is to. The file is then the
// plain one, which leaves no choices open, so that the shipped one may change.
inline OpenStudy read_open_study(const std::vector<std::pair<std::string, std::string>>& changed = {}) {
  namespace fs = std::filesystem;
  const fs::path source = RERATE_SOURCE_DIR;
  const auto folder = fs::temp_directory_path() / ("rerate_open_study_" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const auto file = folder / "store.duckdb";
  import_pack(file, read_pack(pack_in(source / "data/open")), make_date(2026, 9, 1));
  const auto store = Store::open(file);
  OpenStudy open;
  const auto name = changed.empty() ? "studies/us-small-caps.toml" : "tests/studies/us-small-caps.toml";
  auto text = read_file(source / name);
  for (const auto& [from, to] : changed) {
    const auto at = text.find(from);
    if (at == std::string::npos) throw InternalError("not in the study: " + from);
    text.replace(at, from.size(), to);
  }
  open.study = parse_study(text, source / name);
  open.evaluated = evaluate_plan(plan_study(open.study, store), store, std::nullopt);
  open.context = {open.evaluated.as_of, open.study.seed, nullptr, {}, nullptr};
  fs::remove_all(folder);
  return open;
}

// The inputs stay where the study is.
inline const OpenStudy& open_study() {
  static OpenStudy open = read_open_study();
  open.context.inputs = &open.evaluated.inputs;
  return open;
}

}  // namespace rerate
