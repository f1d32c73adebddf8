#pragma once

#include <filesystem>
#include <vector>

#include "rerate/sources/csv_reader.h"
#include "rerate/sources/manifest.h"
#include "rerate/sources/table_reader.h"
#include "rerate/store/store_import.h"

namespace rerate {

// Reads one table of a pack into the observations of its series, checked against their catalogue entries.
// Empty cells are missing figures and give no observation, unless an earlier vintage had one for the
// period: then an observation of NaN says that it was withdrawn.
// Throws UserError: what read_table throws, csv_order, value_range, file_empty (a series without any figure).
std::vector<SeriesBatch> read_pack_table(const std::filesystem::path& data_root, const ManifestTable& table);

// The layouts one by one, over rows from wherever they come.
using RowSource = std::function<void(std::span<const std::string> columns, const RowReader& row)>;
std::vector<SeriesBatch> read_columns_layout(const ManifestTable& table, const RowSource& rows);
std::vector<SeriesBatch> read_long_layout(const ManifestTable& table, const RowSource& rows);
std::vector<SeriesBatch> read_vintage_matrix(const ManifestTable& table, CsvReader& rows);

}  // namespace rerate
