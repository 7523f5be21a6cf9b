-- name: InsertCustomer :one
INSERT INTO customers (email, company_name, business_data, tier)
VALUES (@email, @company_name, @business_data, @tier)
RETURNING *;

-- name: InsertProfileVersion :exec
INSERT INTO profile_versions (customer_id, version, business_data)
VALUES (@customer_id, @version, @business_data);

-- name: ProfileVersion :one
SELECT business_data FROM profile_versions WHERE customer_id = @customer_id AND version = @version;
